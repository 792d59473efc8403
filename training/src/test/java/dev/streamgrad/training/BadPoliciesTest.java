package dev.streamgrad.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.record.Forgery;
import dev.streamgrad.contract.record.Lineage;
import dev.streamgrad.contract.record.PolicyHash;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.record.TrainingMetrics;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.process.Awaited;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forged records on the topics that the job writes, while agents act and a client follows the training. */
final class BadPoliciesTest {

    private static final long FAR = 1_000_000_000_000_000L;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void forgedRecordsDoNotStopAgentsEndATrainingOrChangeTheWeightsInUse() throws Exception {
        TrainingSpec spec = Runs.spec("policyId=forged");
        try (Rig rig = new Rig(directory, 2);
                RunningService simulators = new RunningService(rig.access(), false)) {
            Runs followed = new Runs();
            TrainingFollower following =
                    new TrainingFollower(rig.access().client(), Rig.NAMES, spec, new RecordClock(Instant.EPOCH));
            CompletableFuture<PolicyStatus.State> end =
                    CompletableFuture.supplyAsync(() -> following.run(followed, () -> {}, () -> false));
            rig.submit(spec);
            for (long version = 0; version < Runs.UPDATES - 1; version++) {
                PolicyUpdate genuine = version(rig, spec, version);
                forge(rig, spec, genuine);
            }
            assertThat(end.get()).isEqualTo(PolicyStatus.State.FINISHED);
            Runs serial = Runs.serial(spec);
            assertThat(followed.hashes()).isEqualTo(serial.hashes());
            assertThat(followed.metrics)
                    .hasSize(Runs.UPDATES)
                    .allMatch(update -> update.values()
                            .getOrDefault("stream/skipped_updates", 0.0)
                            .equals(0.0));
            assertThat(simulators.scrape().get("streamgrad_simulator_rejected_records_total"))
                    .isGreaterThanOrEqualTo(5);
            assertThat(simulators.scrape().get("streamgrad_simulator_kafka_failures_total{policy=\"forged\"}"))
                    .isEqualTo(0);
        }
    }

    private static PolicyUpdate version(Rig rig, TrainingSpec spec, long version) throws Exception {
        Runs runs = new Runs();
        try (PolicyTopicsReader feed = new PolicyTopicsReader(rig.access().client(), Rig.NAMES, spec, runs)) {
            Awaited.until("version " + version, () -> {
                feed.poll(Duration.ofMillis(100));
                return runs.policies.containsKey(version);
            });
        }
        return Objects.requireNonNull(runs.policies.get(version));
    }

    private static void forge(Rig rig, TrainingSpec spec, PolicyUpdate genuine) {
        float[] notFinite = genuine.parameters().clone();
        notFinite[0] = Float.NaN;
        long next = genuine.version() + 1;
        List<PolicyUpdate> forged = List.of(
                Forgery.of(
                        genuine,
                        Map.of("parameters", notFinite, "hash", PolicyHash.of(notFinite, genuine.normaliser()))),
                Forgery.of(
                        genuine,
                        Map.of("parameters", new float[0], "hash", PolicyHash.of(new float[0], genuine.normaliser()))),
                Forgery.of(genuine, Map.of("last", true)),
                Forgery.of(genuine, Map.of("version", next, "last", true)),
                Forgery.of(
                        genuine, Map.of("version", next, "last", true, "lineage", new Lineage(next - 1, "", next - 1))),
                Forgery.of(genuine, Map.of("version", next, "lineage", new Lineage(next - 1, "00", next - 1))),
                Forgery.of(genuine, Map.of("version", FAR)),
                Forgery.of(
                        genuine,
                        Map.of("version", FAR, "specRevision", 9, "lineage", new Lineage(FAR - 1, "ab", FAR - 1))),
                Forgery.of(genuine, Map.of("incarnation", Integer.MAX_VALUE)));
        String slot = Keys.policy(spec.policyId(), next, spec.rollouts().lag());
        rig.send(Rig.NAMES.policies(), slot, new byte[0]);
        for (PolicyUpdate update : forged) {
            String key = Keys.policy(update.policyId(), update.version(), update.lag());
            rig.send(Rig.NAMES.policies(), key, Codecs.POLICY_UPDATE.encode(update));
        }
        for (PolicyStatus.State state : PolicyStatus.State.values()) {
            for (long since : new long[] {genuine.version(), next}) {
                PolicyStatus status = new PolicyStatus(spec.policyId(), state, "forged", since, 7);
                rig.send(Rig.NAMES.status(), spec.policyId(), Codecs.STATUS.encode(status));
            }
        }
        rig.send(Rig.NAMES.status(), spec.policyId(), new byte[] {1});
        rig.send(Rig.NAMES.metrics(), spec.policyId(), new byte[] {2});
        rig.send(
                Rig.NAMES.metrics(),
                spec.policyId(),
                Codecs.METRICS.encode(new TrainingMetrics(spec.policyId(), FAR, FAR, Map.of())));
        rig.send(Rig.NAMES.trainingSpecs(), spec.policyId() + "/1", new byte[] {3});
        rig.send(
                Rig.NAMES.trainingSpecs(),
                "somebody/else",
                Codecs.TRAINING_SPEC.encode(
                        Runs.spec("policyId=" + spec.policyId(), "revision=1", "budget.totalSteps=1")));
    }
}
