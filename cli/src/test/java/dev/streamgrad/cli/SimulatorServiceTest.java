package dev.streamgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.CartPole;
import dev.streamgrad.environment.EnvironmentEntry;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.process.Awaited;
import dev.streamgrad.training.Rig;
import dev.streamgrad.training.RunningService;
import dev.streamgrad.training.Runs;
import dev.streamgrad.training.spec.SpecRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Simulator services that share the agents, with a real broker and job: the training ends with the serial trainer's hash. */
final class SimulatorServiceTest {

    /** Transitions of a training that lasts until simulators have joined and left its group. */
    private static final int LONG = Runs.AGENTS * Runs.LENGTH * 1_000;

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
        TrainingSpec first = Runs.spec("policyId=shared-ppo", "budget.totalSteps=" + LONG);
        TrainingSpec second = other("shared-a2c");
        try (RunningService one = new RunningService(rig.access(), true, "shared-ppo", "shared-a2c");
                RunningService two = new RunningService(rig.access(), true, "shared-ppo", "shared-a2c")) {
            rig.submit(first);
            awaitShared(one, two, "shared-ppo");
            assertThat(rig.follow(first).hashes()).isEqualTo(Runs.serial(first).hashes());
            rig.submit(second);
            assertThat(rig.follow(second).hashes())
                    .isEqualTo(Runs.serial(second).hashes());
            one.awaitEnd();
            two.awaitEnd();
            assertEachTransitionWasPublishedOnce(first, one.scrape(), two.scrape());
        }
    }

    @Test
    void continueWhenOneLeavesAndAnotherJoins() throws Exception {
        TrainingSpec spec = Runs.spec("policyId=leaving", "budget.totalSteps=" + LONG);
        try (RunningService stays = new RunningService(rig.access(), false, "leaving")) {
            try (RunningService leaves = new RunningService(rig.access(), false, "leaving")) {
                rig.submit(spec);
                awaitShared(stays, leaves, "leaving");
                Awaited.until("version 20 acts", () -> version(leaves, "leaving") >= 20);
            }
            double left = version(stays, "leaving");
            Awaited.until("all agents are with the one that stays", () -> agents(stays, "leaving") == Runs.AGENTS);
            Awaited.until("they act", () -> version(stays, "leaving") > left + 5);
            try (RunningService comes = new RunningService(rig.access(), false, "leaving")) {
                awaitShared(stays, comes, "leaving");
                assertThat(rig.follow(spec).hashes())
                        .isEqualTo(Runs.serial(spec).hashes());
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
            TrainingSpec spec, Map<String, Double> one, Map<String, Double> two) {
        String name = "streamgrad_simulator_transitions_total{policy=\"" + spec.policyId() + "\"}";
        double steps = spec.updates() * spec.rollouts().batch();
        assertThat(one.get(name)).isPositive();
        assertThat(two.get(name)).isPositive();
        assertThat(one.getOrDefault(name, 0.0) + two.getOrDefault(name, 0.0)).isEqualTo(steps);
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
