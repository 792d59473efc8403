package dev.streamgrad.cli.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Validates manifests for Kubernetes, the Prometheus operator and the Flink operator; an unknown key is a fault. */
final class KubernetesSchemas {

    private static final String OPERATOR = "/META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml";

    private static final Map<String, Class<?>> KINDS = Map.of(
            "apps/v1 StatefulSet", StatefulSet.class,
            "v1 Service", Service.class,
            "v1 ServiceAccount", ServiceAccount.class,
            "v1 PersistentVolumeClaim", PersistentVolumeClaim.class,
            "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class,
            "networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class,
            "monitoring.coreos.com/v1 PodMonitor", PodMonitor.class,
            "monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class);

    private static final ObjectMapper STRICT = JsonMapper.builder()
            .annotationIntrospector(new WithoutLeftovers())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final JsonSchema flinkDeployment;

    KubernetesSchemas() {
        JsonNode schema = resource(OPERATOR).at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
        // The newest operator on Maven Central is older than the one that the README requires, which supports this
        // version, too.
        ((ArrayNode) schema.at("/properties/flinkVersion/enum")).add("v2_3");
        close(schema);
        flinkDeployment =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema);
    }

    /** The faults of a manifest; empty if it is valid. */
    List<String> faults(JsonNode manifest) {
        String kind = manifest.path("apiVersion").asText() + " "
                + manifest.path("kind").asText();
        if (kind.equals("flink.apache.org/v1beta1 FlinkDeployment")) {
            return flinkDeployment.validate(manifest.path("spec")).stream()
                    .map(ValidationMessage::getMessage)
                    .toList();
        }
        Class<?> type = KINDS.get(kind);
        if (type == null) {
            return List.of("'" + kind + "' is an unknown kind; add it to KINDS.");
        }
        try {
            STRICT.treeToValue(manifest, type);
            return List.of();
        } catch (JsonProcessingException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    /** Makes a schema reject unknown keys; a custom resource's schema silently drops them. */
    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode node
                && node.path("properties").isObject()
                && !node.has("additionalProperties")
                && !node.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            node.put("additionalProperties", false);
        }
        schema.forEach(KubernetesSchemas::close);
    }

    private static JsonNode resource(String name) {
        try (InputStream stream = KubernetesSchemas.class.getResourceAsStream(name)) {
            byte[] bytes = Objects.requireNonNull(stream, name).readAllBytes();
            return Yaml.documents(new String(bytes, StandardCharsets.UTF_8)).get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Disables the any-setters of the model's classes, which accept unknown keys. */
    private static final class WithoutLeftovers extends JacksonAnnotationIntrospector {

        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated member) {
            return false;
        }
    }
}
