package dev.streamgrad.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An operator throws in mid-run; the mini cluster restarts the job from its checkpoint, or, where there is none yet, from the start of the log. */
class FailureTest {

    @TempDir
    Path directory = Path.of("");

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
        try (Rig rig = new Rig(directory, 2, environment -> FailOnce.in(environment, uid, elements))) {
            rig.submit(spec);
            rig.act(spec, sink -> sink);
            Runs runs = rig.follow(spec, Duration.ofSeconds(60));
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
        try (Rig rig = new Rig(directory, 2, environment -> {
            FailOnce.in(environment, uid, 20);
            FailOnce.afterACheckpointIn(directory.resolve("checkpoints"));
        })) {
            rig.submit(spec);
            rig.act(spec, sink -> sink);
            Runs runs = rig.follow(spec, Duration.ofSeconds(60));
            Awaited.until(
                    uid + " has failed",
                    () -> FailOnce.happened(uid)); // the last snapshot is written after the last version
            assertThat(runs.hashes()).isEqualTo(Runs.serial(spec).hashes());
        }
    }
}
