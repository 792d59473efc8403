package dev.streamgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.streamgrad.contract.conformance.ConformanceGroup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The conformance command reports every output that is wrong, and only those. */
class ConformanceTest {

    @TempDir
    Path outputs = Path.of("");

    @BeforeEach
    void writeTheExpectedOutputs() throws IOException {
        for (String group : ConformanceGroup.NAMES) {
            String file = "/dev/streamgrad/contract/conformance/expected/" + group + ".json";
            try (InputStream expected = Objects.requireNonNull(ConformanceGroup.class.getResourceAsStream(file))) {
                Files.copy(expected, outputs.resolve(group + ".json"));
            }
        }
    }

    @Test
    void theExpectedOutputsPass() throws IOException {
        JsonNode report = report(0);
        assertThat(report.get("differs").asInt()).isZero();
        assertThat(report.get("missing").asInt()).isZero();
        assertThat(report.get("passed").asInt()).isEqualTo(report.get("cases").size());
    }

    @Test
    void aWrongOutputDiffersWithPlaceAndSize() throws IOException {
        replace("partitions", "\"partition\" : 6", "\"partition\" : 5");
        replace("distributions", "-3.2413113117218018", "-3.25");
        JsonNode report = report(1);
        assertThat(report.get("differs").asInt()).isEqualTo(2);
        assertThat(detail(report, "partitions", "größe, agent 1 of 7")).isEqualTo("partition is 5, but must be 6.");
        assertThat(detail(report, "distributions", "categorical"))
                .startsWith("logProbability is -3.25, but must be -3.24131")
                .endsWith("within 1.0e-05; it differs by 0.0027.");
    }

    @Test
    void aNumberWithinTheToleranceIsReportedButPasses() throws IOException {
        replace("distributions", "-3.2413113117218018", "-3.2413");
        assertThat(detail(report(0), "distributions", "categorical")).isEqualTo("Differs by at most 3.5e-06.");
    }

    @Test
    void bytesDifferFromACharacterOn() throws IOException {
        replace("headers", "\"header\" : \"c301", "\"header\" : \"c302");
        assertThat(detail(report(1), "headers", "TransitionBlock")).contains("They differ from character 3 on");
    }

    @Test
    void aMissingCaseFileOrFieldIsReported() throws IOException {
        Files.delete(outputs.resolve("random.json"));
        Files.writeString(outputs.resolve("keys.json"), "{\"a block\": {}, \"a blck\": {}}");
        Files.writeString(outputs.resolve("specs.json"), "[]");
        JsonNode report = report(1);
        assertThat(detail(report, "random", "digits of pi")).isEqualTo("There is no file random.json.");
        assertThat(detail(report, "keys", "version 0")).isEqualTo("The file keys.json has no output of this case.");
        assertThat(detail(report, "keys", "a block")).isEqualTo("key is missing, but must be \"cartpole/12\".");
        assertThat(detail(report, "keys", "a blck")).isEqualTo("There is no such case in cases/keys.json.");
        assertThat(detail(report, "specs", "a revision")).isEqualTo("The file specs.json is not a JSON object.");
    }

    @Test
    void aFileOfNoGroupIsReported() throws IOException {
        Files.writeString(outputs.resolve("partition.json"), "{}");
        assertThat(detail(report(1), "partition", "")).isEqualTo("There is no such group. Did you mean partitions?");
    }

    @Test
    void onlyTheNamedGroupsAreCompared() throws IOException {
        replace("partitions", "\"partition\" : 6", "\"partition\" : 5");
        report(0, "--only", "keys,random");
        report(1, "--only", "keys,partitions");
    }

    private void replace(String group, String text, String by) throws IOException {
        Path file = outputs.resolve(group + ".json");
        String before = Files.readString(file);
        assertThat(before).contains(text);
        Files.writeString(file, before.replace(text, by));
    }

    private JsonNode report(int status, String... options) throws IOException {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "conformance";
        arguments[1] = outputs.toString();
        System.arraycopy(options, 0, arguments, 2, options.length);
        Said said = Said.of(arguments);
        assertThat(said.status()).as(said.text()).isEqualTo(status);
        return new JsonMapper().readTree(said.text());
    }

    private static String detail(JsonNode report, String group, String name) {
        for (JsonNode result : report.get("cases")) {
            if (result.get("group").asText().equals(group)
                    && result.get("name").asText().equals(name)) {
                return result.get("detail").asText();
            }
        }
        throw new AssertionError("The report has no case " + name + " of " + group + ".");
    }
}
