package dev.streamgrad.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Grafana's dashboards use existing metrics and describe their panels. {@code docker/check.sh} checks them against Grafana's schema. */
final class DashboardsTest {

    private static final Path GRAFANA = Yaml.ROOT.resolve("docker/grafana");

    static List<Path> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(GRAFANA.resolve("dashboards"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void areTwo() throws IOException {
        assertThat(dashboards())
                .extracting(Path::getFileName)
                .map(Path::toString)
                .containsExactly("learning.json", "operation.json");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void showExistingMetrics(Path file) throws IOException {
        List<String> shown = expressions(file).toList();

        assertThat(shown).isNotEmpty();
        assertThat(shown).flatMap(MetricNames::in).isNotEmpty().isSubsetOf(MetricNames.KNOWN);
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void useExactlyTheDeclaredVariables(Path file) throws IOException {
        List<String> variables = stream(read(file).at("/templating/list"))
                .map(variable -> variable.path("name").asText())
                .toList();

        assertThat(variables)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(expressions(file))
                        .as("the use of $" + name)
                        .anyMatch(expression -> expression.contains("$" + name)));
        assertThat(expressions(file).map(expression -> {
                    String rest = expression;
                    for (String name : variables) {
                        rest = rest.replace("$" + name, "");
                    }
                    return rest;
                }))
                .noneMatch(rest -> rest.contains("$"));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void useTheProvisionedDataSource(Path file) throws IOException {
        String uid = Yaml.document(GRAFANA.resolve("provisioning/datasources/prometheus.yml"))
                .at("/datasources/0/uid")
                .asText();

        assertThat(read(file).findValues("datasource"))
                .isNotEmpty()
                .allMatch(source -> source.path("uid").asText().equals(uid));
        assertThat(charts(file)).allMatch(panel -> panel.has("datasource"));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void havePanelsWithTitlesDescriptionsAndUnits(Path file) throws IOException {
        assertThat(panels(file)).extracting(panel -> panel.path("id").asInt()).doesNotHaveDuplicates();
        assertThat(panels(file)).allMatch(panel -> !panel.path("title").asText().isBlank());
        assertThat(charts(file)).isNotEmpty().allSatisfy(panel -> {
            assertThat(panel.path("description").asText())
                    .as(panel.path("title").asText())
                    .endsWith(".");
            assertThat(panel.at("/fieldConfig/defaults/unit").asText())
                    .as("the unit of " + panel.path("title").asText())
                    .isNotBlank();
        });
    }

    private static Stream<String> expressions(Path file) throws IOException {
        return charts(file)
                .flatMap(panel -> stream(panel.path("targets")))
                .map(target -> target.path("expr").asText());
    }

    private static Stream<JsonNode> charts(Path file) throws IOException {
        return panels(file).filter(panel -> !panel.path("type").asText().equals("row"));
    }

    private static Stream<JsonNode> panels(Path file) throws IOException {
        return stream(read(file).path("panels"));
    }

    private static JsonNode read(Path file) throws IOException {
        return Yaml.JSON.readTree(file.toFile());
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
