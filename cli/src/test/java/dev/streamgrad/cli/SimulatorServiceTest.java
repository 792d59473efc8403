package dev.streamgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.environment.CartPole;
import dev.streamgrad.environment.EnvironmentEntry;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.process.Awaited;
import dev.streamgrad.training.OpenEnded;
import dev.streamgrad.training.Rig;
import dev.streamgrad.training.RunningService;
import dev.streamgrad.training.Runs;
import dev.streamgrad.training.spec.SpecRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Simulator services that share the agents, with a real broker and job: the training ends with the serial trainer's hash. */
final class SimulatorServiceTest {

    private static final int PARTITIONS = 4;

    @TempDir
    private static Path directory;

    private static Rig rig;

    @BeforeAll
    static void start() throws Exception {
        rig = new Rig(directory, PARTITIONS);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void shareTheAgentsOfPoliciesSubmittedAtAnyTime() throws Exception {
        OpenEnded first = new OpenEnded(rig, "shared-ppo");
        TrainingSpec second = other("shared-a2c");
        try (RunningService one = new RunningService(rig.access(), true, "shared-ppo", "shared-a2c");
                RunningService two = new RunningService(rig.access(), true, "shared-ppo", "shared-a2c")) {
            first.submit();
            awaitShared(one, two, "shared-ppo");
            double shared = version(one, "shared-ppo");
            Awaited.until("they act", () -> version(one, "shared-ppo") > shared + 2);
            first.endAsSerial();
            rig.submit(second);
            assertThat(rig.follow(second).hashes())
                    .isEqualTo(Runs.serial(second).hashes());
            one.awaitEnd();
            two.awaitEnd();
            assertEachTransitionWasPublishedOnce("shared-ppo", one.scrape(), two.scrape());
        }
    }

    @Test
    void continueWhenOneLeavesAndAnotherJoins() throws Exception {
        OpenEnded training = new OpenEnded(rig, "leaving");
        try (RunningService stays = new RunningService(rig.access(), false, "leaving")) {
            try (RunningService leaves = new RunningService(rig.access(), false, "leaving")) {
                training.submit();
                awaitShared(stays, leaves, "leaving");
                Awaited.until("version 20 acts", () -> version(leaves, "leaving") >= 20);
            }
            double left = version(stays, "leaving");
            Awaited.until("all agents are with the one that stays", () -> agents(stays, "leaving") == Runs.AGENTS);
            Awaited.until("they act", () -> version(stays, "leaving") > left + 5);
            try (RunningService comes = new RunningService(rig.access(), false, "leaving")) {
                awaitShared(stays, comes, "leaving");
                double shared = version(comes, "leaving");
                Awaited.until("they act", () -> version(comes, "leaving") > shared + 2);
                training.endAsSerial();
            }
        }
    }

    @Test
    void ignorePoliciesOfUnknownEnvironments() throws Exception {
        TrainingSpec spec = Runs.spec("policyId=served");
        rig.submit(unknown("unknown"));
        rig.submit(spec);
        try (RunningService service = new RunningService(rig.access(), true, "unknown", "served")) {
            assertThat(rig.follow(spec).hashes()).isEqualTo(Runs.serial(spec).hashes());
            service.awaitEnd();
            assertThat(service.scrape()).doesNotContainKey("streamgrad_simulator_agents{policy=\"unknown\"}");
        }
    }

    @Test
    void failIfTheyCanActNoneOfTheNamedPolicies() throws Exception {
        rig.submit(unknown("nowhere"));
        Said said = CompletableFuture.supplyAsync(() -> Said.of(
                        "simulate",
                        "--bootstrap-servers",
                        rig.access().bootstrapServers(),
                        "--policy",
                        "nowhere",
                        "--until-finished"))
                .get();
        assertThat(said.status()).isEqualTo(1);
        assertThat(said.text()).contains("This simulator cannot act for policy nowhere: ", "Nowhere-v0");
    }

    @Test
    void exportTheirMetrics() throws Exception {
        TrainingSpec spec = Runs.spec("policyId=measured");
        rig.submit(spec);
        try (RunningService service = new RunningService(rig.access(), true, "measured")) {
            rig.follow(spec);
            service.awaitEnd();
            assertThat(service.get("/-/healthy").statusCode()).isEqualTo(200);
            Map<String, Double> scraped = service.scrape();
            double steps = Runs.AGENTS * Runs.LENGTH * Runs.UPDATES;
            assertThat(scraped)
                    .containsEntry("streamgrad_simulator_transitions_total{policy=\"measured\"}", steps)
                    .containsEntry("streamgrad_simulator_blocks_total{policy=\"measured\"}", steps / Runs.LENGTH)
                    .containsEntry("streamgrad_simulator_episodes_total{policy=\"measured\"}", (double)
                            Runs.serial(spec).episodes.size())
                    .containsEntry("streamgrad_simulator_policy_version{policy=\"measured\"}", Runs.UPDATES - 1.0)
                    .containsEntry("streamgrad_simulator_log_reads_seconds_count{policy=\"measured\"}", 1.0)
                    .containsEntry("streamgrad_simulator_kafka_failures_total{policy=\"measured\"}", 0.0)
                    .containsEntry("streamgrad_simulator_agents{policy=\"measured\"}", 0.0);
            assertThat(scraped.get("streamgrad_simulator_waiting_seconds_total{policy=\"measured\"}"))
                    .isPositive();
            assertThat(scraped.get("streamgrad_simulator_rebalances_total")).isPositive();
        }
    }

    private static void assertEachTransitionWasPublishedOnce(
            String policyId, Map<String, Double> one, Map<String, Double> two) throws Exception {
        String name = "streamgrad_simulator_transitions_total{policy=\"" + policyId + "\"}";
        assertThat(one.get(name)).isPositive();
        assertThat(two.get(name)).isPositive();
        List<String> published = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : rig.all(TopicNames.DEFAULT.transitions())) {
            TransitionBlock block = Codecs.TRANSITION_BLOCK.decode(record.value());
            for (int row = 0; block.policyId().equals(policyId) && row < block.rows(); row++) {
                published.add(block.agent() + "/" + (block.firstSequence() + row));
            }
        }
        assertThat(new HashSet<>(published)).hasSameSizeAs(published);
        assertThat((double) published.size()).isEqualTo(one.getOrDefault(name, 0.0) + two.getOrDefault(name, 0.0));
    }

    /** Waits until the two share the agents. */
    private static void awaitShared(RunningService one, RunningService two, String policyId) throws Exception {
        Awaited.until(
                "both have agents of " + policyId,
                () -> agents(one, policyId) > 0
                        && agents(two, policyId) > 0
                        && agents(one, policyId) + agents(two, policyId) == Runs.AGENTS);
    }

    private static double version(RunningService service, String policyId) {
        return service.scrape().getOrDefault("streamgrad_simulator_policy_version{policy=\"" + policyId + "\"}", -1.0);
    }

    private static double agents(RunningService service, String policyId) {
        return service.scrape().getOrDefault("streamgrad_simulator_agents{policy=\"" + policyId + "\"}", -1.0);
    }

    /** A2C on Acrobot: 3 agents × 16 steps, 6 updates. */
    private static TrainingSpec other(String policyId) {
        return new SpecRequest(
                        "a2c",
                        "Acrobot-v1",
                        Map.of(),
                        List.of(
                                "policyId=" + policyId,
                                "agents=3",
                                "rolloutLength=16",
                                "hidden=16,16",
                                "totalSteps=" + 3 * 16 * 6))
                .resolve(EnvironmentRegistry.standard());
    }

    /** A spec with an environment that is not in the standard registry. */
    private static TrainingSpec unknown(String policyId) {
        EnvironmentRegistry more = EnvironmentRegistry.standard()
                .with(EnvironmentEntry.of("Nowhere-v0", CartPole::new, 100, OptionalDouble.empty()));
        return new SpecRequest("ppo", "Nowhere-v0", Map.of(), List.of("policyId=" + policyId)).resolve(more);
    }
}
