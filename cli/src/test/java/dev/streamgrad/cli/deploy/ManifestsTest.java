package dev.streamgrad.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests of {@code deploy/kubernetes}, and their versions with the overlays applied. */
final class ManifestsTest {

    private static final Path FOLDER = Yaml.ROOT.resolve("deploy/kubernetes");
    private static final KubernetesSchemas SCHEMAS = new KubernetesSchemas();

    static Stream<JsonNode> manifests() {
        return Stream.of("base", "volume").flatMap(folder -> resources(FOLDER.resolve(folder)));
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void areValid(JsonNode manifest) {
        assertThat(SCHEMAS.faults(manifest)).as(name(manifest)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void areInvalidWithAMisspeltKey(JsonNode manifest) {
        ObjectNode misspelt = manifest.deepCopy();
        if (misspelt.get("spec") instanceof ObjectNode spec) {
            spec.put("selektor", "x");
        } else {
            misspelt.put("spek", "x");
        }

        assertThat(SCHEMAS.faults(misspelt)).as(name(manifest)).isNotEmpty();
    }

    @Test
    void areInvalidWithAMisspeltKeyDeepInAPod() {
        ObjectNode job = patched("base").deepCopy();
        ((ObjectNode) job.at("/spec/podTemplate/spec/containers/0")).put("imagePullPolice", "Always");
        ObjectNode simulator = find("StatefulSet").deepCopy();
        ((ObjectNode) simulator.at("/spec/template/spec/containers/0/livenessProbe")).put("periodSecond", 1);

        assertThat(SCHEMAS.faults(job)).singleElement().asString().contains("imagePullPolice");
        assertThat(SCHEMAS.faults(simulator)).singleElement().asString().contains("periodSecond");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu", "volume"})
    void areValidWithAnOverlayApplied(String overlay) {
        assertThat(patched(overlay)).isNotEqualTo(patched("base"));
        assertThat(SCHEMAS.faults(patched(overlay))).isEmpty();
    }

    @Test
    void allFilesBelongToAKustomization() throws IOException {
        for (String folder : List.of("base", "gpu", "volume")) {
            String kustomization = Files.readString(FOLDER.resolve(folder).resolve("kustomization.yaml"));
            try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
                assertThat(files.map(file -> file.getFileName().toString())
                                .filter(name -> !name.equals("kustomization.yaml")))
                        .as(folder)
                        .allMatch(kustomization::contains);
            }
        }
    }

    @Test
    void selectorsMatchThePods() {
        JsonNode job = find("FlinkDeployment").at("/spec/podTemplate");
        JsonNode simulator = find("StatefulSet").at("/spec/template");
        List<JsonNode> labels = List.of(job.at("/metadata/labels"), simulator.at("/metadata/labels"));
        List<JsonNode> selectors = manifests()
                .flatMap(manifest -> Stream.of("/spec/selector/matchLabels", "/spec/podSelector/matchLabels")
                        .map(manifest::at))
                .filter(JsonNode::isObject)
                .toList();

        assertThat(selectors).hasSize(6).allMatch(labels::contains);
        assertThat(List.of(job, simulator))
                .allMatch(pod ->
                        pod.at("/spec/containers/0/ports/0/name").asText().equals("metrics"));
    }

    @Test
    void simulatorsHaveTheSameMemoryAsInTheComposeFile() {
        JsonNode compose =
                Yaml.document(Yaml.ROOT.resolve("docker-compose.yml")).at("/services/simulator");
        JsonNode container = find("StatefulSet").at("/spec/template/spec/containers/0");

        assertThat(stream(container.path("env"))
                        .filter(variable -> variable.path("name").asText().equals("JAVA_TOOL_OPTIONS"))
                        .map(variable -> variable.path("value").asText()))
                .containsExactly(compose.at("/environment/JAVA_TOOL_OPTIONS").asText());
        assertThat(container.at("/resources/limits/memory").asText().replace("Mi", "m"))
                .isEqualTo(compose.at("/deploy/resources/limits/memory").asText());
    }

    @Test
    void containNoSecret() {
        assertThat(manifests().map(JsonNode::toString).collect(Collectors.joining()))
                .doesNotContain("\"kind\":\"Secret\"")
                .doesNotContainIgnoringCase("password")
                .doesNotContainIgnoringCase("jaas");
    }

    private static Stream<JsonNode> resources(Path folder) {
        JsonNode names = Yaml.document(folder.resolve("kustomization.yaml")).path("resources");
        return stream(names)
                .map(JsonNode::asText)
                .filter(name -> name.endsWith(".yaml"))
                .flatMap(name -> Yaml.documents(folder.resolve(name)).stream());
    }

    /** The job's deployment with an overlay applied. */
    private static JsonNode patched(String overlay) {
        List<JsonNode> operations = new ArrayList<>();
        stream(Yaml.document(FOLDER.resolve(overlay).resolve("kustomization.yaml"))
                        .path("patches"))
                .map(patch -> patch.path("path").asText())
                .forEach(file ->
                        operations.add(Yaml.document(FOLDER.resolve(overlay).resolve(file))));
        JsonNode deployment = find("FlinkDeployment");
        for (JsonNode patch : operations) {
            deployment = JsonPatch.apply(patch, deployment);
        }
        return deployment;
    }

    private static JsonNode find(String kind) {
        return manifests()
                .filter(manifest -> manifest.path("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static String name(JsonNode manifest) {
        return manifest.path("kind").asText() + " "
                + manifest.at("/metadata/name").asText();
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
