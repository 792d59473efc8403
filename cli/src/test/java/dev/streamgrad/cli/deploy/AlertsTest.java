package dev.streamgrad.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The alerts for Prometheus use existing metrics and have advice. {@code docker/check.sh} runs the tests of their expressions. */
final class AlertsTest {

    private static final Path PROMETHEUS = Yaml.ROOT.resolve("docker/prometheus");
    private static final List<JsonNode> ALERTS = StreamSupport.stream(
                    Yaml.document(PROMETHEUS.resolve("alerts.yml"))
                            .path("groups")
                            .spliterator(),
                    false)
            .flatMap(group -> StreamSupport.stream(group.path("rules").spliterator(), false))
            .toList();

    @Test
    void useExistingMetrics() {
        assertThat(ALERTS)
                .isNotEmpty()
                .allSatisfy(
                        alert -> assertThat(MetricNames.in(alert.path("expr").asText()))
                                .isNotEmpty()
                                .isSubsetOf(MetricNames.KNOWN));
    }

    @Test
    void haveASeverityASummaryAndADescription() {
        assertThat(ALERTS).allSatisfy(alert -> {
            assertThat(alert.at("/labels/severity").asText()).isIn("warning", "critical");
            assertThat(alert.at("/annotations/summary").asText()).endsWith(".");
            assertThat(alert.at("/annotations/description").asText())
                    .hasSizeGreaterThan(80)
                    .endsWith(".");
        });
    }

    @Test
    void areAllTestedAndDocumented() throws IOException {
        String tests = Files.readString(PROMETHEUS.resolve("alerts-test.yml"));
        String guide = Files.readString(Yaml.ROOT.resolve("docs/operations.md"));

        assertThat(ALERTS)
                .map(alert -> alert.path("alert").asText())
                .doesNotHaveDuplicates()
                .allSatisfy(name -> {
                    assertThat(tests).contains("alertname=\"" + name + "\", alertstate=\"firing\", ");
                    assertThat(guide).contains("`" + name + "`");
                });
    }

    @Test
    void areAValidSpecOfAPrometheusRule() {
        ObjectNode rule = Yaml.JSON.createObjectNode();
        rule.put("apiVersion", "monitoring.coreos.com/v1").put("kind", "PrometheusRule");
        rule.set("spec", Yaml.document(PROMETHEUS.resolve("alerts.yml")));

        assertThat(new KubernetesSchemas().faults(rule)).isEmpty();
    }

    @Test
    void metricNamesExcludeFunctionsOperatorsAndLabels() {
        assertThat(MetricNames.in(
                        "sum by (policy) (rate(streamgrad_simulator_agent{policy=~\"a|b{\"}[5m])) > 0 and on (policy)"
                                + " max_over_time(upp[1h] offset 2h) == bool 1"))
                .containsExactly("streamgrad_simulator_agent", "upp")
                .doesNotContainAnyElementsOf(MetricNames.KNOWN);
    }
}
