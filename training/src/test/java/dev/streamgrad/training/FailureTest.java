package dev.streamgrad.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.process.Awaited;
import java.nio.file.Path;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An operator fails in mid-run; the mini cluster restarts the job from its checkpoint or, if there is none yet, from the beginning of the
 * log.
 */
class FailureTest extends OnOneCluster {

    @ParameterizedTest(name = "{0} fails after {1} elements")
    @CsvSource({
        "decode,25",
        "assemble-rollouts,23",
        "learn,30",
        "policies-sink,6",
        "metrics-sink,7",
        "status-sink,0",
        "snapshots-sink,0"
    })
    void endsWithTheSameHashesWhicheverOperatorFails(String uid, int elements) throws Exception {
        var spec = Runs.spec("rollouts.lag=1");
        try (Rig rig = new Rig(cluster, "early-" + uid, 2, environment -> FailOnce.in(environment, uid, elements))) {
            rig.submit(spec);
            rig.act(spec, sink -> sink);
            Runs runs = rig.follow(spec);
            Awaited.until(
                    uid + " has failed",
                    () -> FailOnce.happened(uid)); // the last snapshot is written after the last version
            assertThat(runs.hashes()).isEqualTo(Runs.serial(spec).hashes());
        }
    }

    @ParameterizedTest(name = "{0} fails")
    @ValueSource(strings = {"decode", "assemble-rollouts", "learn", "policies-sink"})
    void restartsFromTheCheckpointToTheSameHash(String uid) throws Exception {
        var spec = Runs.spec("budget.totalSteps=" + 800 * Runs.AGENTS * Runs.LENGTH, "rollouts.lag=1");
        try (Rig rig = new Rig(cluster, "late-" + uid, 2, environment -> {
            Path checkpoints = directory.resolve("checkpoints-of-" + uid);
            environment.configure(new Configuration()
                    .set(
                            CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                            checkpoints.toUri().toString()));
            FailOnce.in(environment, uid, 20);
            FailOnce.afterACheckpointIn(checkpoints);
        })) {
            rig.submit(spec);
            rig.act(spec, sink -> sink);
            Runs runs = rig.follow(spec);
            Awaited.until(
                    uid + " has failed",
                    () -> FailOnce.happened(uid)); // the last snapshot is written after the last version
            assertThat(runs.hashes()).isEqualTo(Runs.serial(spec).hashes());
        }
    }
}
