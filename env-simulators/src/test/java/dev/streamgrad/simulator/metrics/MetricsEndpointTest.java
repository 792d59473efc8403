package dev.streamgrad.simulator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.actor.ActingLoop;
import dev.streamgrad.actor.AgentPool;
import dev.streamgrad.actor.RecentPolicies;
import dev.streamgrad.actor.TestPolicies;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.simulator.metrics.MetricsEndpoint.Health;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The answers to Prometheus and to an orchestrator. */
final class MetricsEndpointTest {

    private final SimulatorMetrics metrics = new SimulatorMetrics();
    private final AtomicReference<Health> health = new AtomicReference<>(new Health(true, true, "acting"));
    private final MetricsEndpoint endpoint =
            new MetricsEndpoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), metrics, health::get);

    @AfterEach
    void close() {
        endpoint.close();
    }

    @Test
    void countsThePolicyVersionsAndBlocksOfALoop() throws Exception {
        TrainingSpec spec = TestPolicies.spec("CartPole-v1", 2, 150, 0, 2);
        PolicyMeter meter = metrics.policy("test");
        RecentPolicies policies = new RecentPolicies("test", 0);
        policies.offer(TestPolicies.version(spec, 0), 0);
        policies.offer(TestPolicies.version(spec, 1), 0);
        AgentPool pool = AgentPool.fresh(spec, EnvironmentRegistry.standard(), 0, 2);
        new ActingLoop(spec, pool, meter.policies(policies), meter.transitions(block -> {})).run();
        meter.hosted(2);
        meter.countFailure();
        meter.logRead(Duration.ofMillis(1500));
        metrics.countRebalance();
        metrics.countRejectedRecord();
        assertThat(get("/metrics").body().lines())
                .contains(
                        "streamgrad_simulator_transitions_total{policy=\"test\"} 600.0",
                        "streamgrad_simulator_blocks_total{policy=\"test\"} 8.0", // each rollout is 128 + 22 rows
                        "streamgrad_simulator_policy_version{policy=\"test\"} 1.0",
                        "streamgrad_simulator_agents{policy=\"test\"} 2.0",
                        "streamgrad_simulator_kafka_failures_total{policy=\"test\"} 1.0",
                        "streamgrad_simulator_log_reads_seconds_count{policy=\"test\"} 1",
                        "streamgrad_simulator_log_reads_seconds_sum{policy=\"test\"} 1.5",
                        "streamgrad_simulator_rejected_records_total 1.0",
                        "streamgrad_simulator_rebalances_total 1.0");
    }

    @Test
    void servesEveryMetricAsDeclared() throws Exception {
        metrics.policy("any");
        List<String> lines = get("/metrics").body().lines().toList();
        for (SimulatorMetric metric : SimulatorMetric.values()) {
            assertThat(lines).contains("# HELP " + metric.scrapedName() + " " + metric.help());
            assertThat(lines)
                    .contains("# TYPE " + metric.scrapedName() + " "
                            + metric.kind().name().toLowerCase(java.util.Locale.ROOT));
        }
        assertThat(Arrays.stream(SimulatorMetric.values()).map(SimulatorMetric::scrapedName))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("streamgrad_simulator_[a-z_]+"));
    }

    @Test
    void reportsWhetherItIsHealthyAndWhyNot() throws Exception {
        assertThat(get("/-/healthy").statusCode()).isEqualTo(200);
        assertThat(get("/-/healthy").body()).isEqualTo("acting\n");
        health.set(new Health(false, true, "Agents have given up"));
        assertThat(get("/-/healthy").statusCode()).isEqualTo(503);
        assertThat(get("/-/healthy").body()).contains("given up");
    }

    @Test
    void aProcessThatWaitsForKafkaIsHealthyButNotReady() throws Exception {
        assertThat(get("/-/ready").statusCode()).isEqualTo(200);
        health.set(new Health(true, false, "waiting for Kafka"));
        assertThat(get("/-/healthy").statusCode()).isEqualTo(200);
        assertThat(get("/-/ready").statusCode()).isEqualTo(503);
        assertThat(get("/-/ready").body()).isEqualTo("waiting for Kafka\n");
    }

    private HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + endpoint.address().getPort() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
