package dev.streamgrad.training;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.process.UserException;
import dev.streamgrad.training.host.InProcess;
import dev.streamgrad.training.run.RunDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An embedded run resumes from its own directory, whatever its name, and only with the spec it began with. */
class RunGoesOnTest {

    private static final String NAME = "lr=3e-4,agents=8 50%20#1 'a' \"b\":c";

    private static final String LONG = "budget.totalSteps=100000000"; // never reached

    private static final TrainingSpec SPEC = Runs.spec(LONG);

    @TempDir
    private Path directory = Path.of("");

    @Test
    void resumesInADirectoryOfAnyNameAndOnlyWithTheSameSpec() throws Exception {
        Path run = directory.resolve(NAME);
        Runs first = new Runs();
        try (RunDirectory target = RunDirectory.create(run)) {
            train(SPEC, target, first, () -> !checkpoints(run).isEmpty());
        }
        long newest = Collections.max(first.policies.keySet());
        Runs second = new Runs();
        try (RunDirectory target = RunDirectory.resume(run)) {
            train(SPEC, target, second, () -> second.policies.containsKey(newest + 20));
        }
        assertThat(second.policies.get(newest + 20))
                .extracting(PolicyUpdate::hash)
                .isEqualTo(serialHash(newest + 20));
        try (Stream<Path> beside = Files.list(directory)) {
            assertThat(beside).containsExactly(run);
        }
        aRunOfAnOlderReleaseRejectsAnotherSpecByItsTopic(run);
    }

    /** An older release did not record the spec in the directory; it is in the broker's log. */
    private static void aRunOfAnOlderReleaseRejectsAnotherSpecByItsTopic(Path run) throws IOException {
        Files.delete(run.resolve(".spec.json"));
        try (RunDirectory target = RunDirectory.resume(run)) {
            assertThatThrownBy(() -> train(Runs.spec(LONG, "seed=7"), target, new Runs(), () -> true))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("began with another spec")
                    .hasMessageContaining("seed=1");
        }
        assertThat(run.resolve(".spec.json")).doesNotExist();
    }

    private static void train(TrainingSpec spec, RunDirectory target, Runs runs, BooleanSupplier stop)
            throws Exception {
        EmbeddedSettings settings = new EmbeddedSettings(1, 1, 1, OptionalInt.empty());
        PolicyStatus.State end = new EmbeddedTraining(
                        spec, new InProcess(EnvironmentRegistry.standard()), settings, target)
                .run(runs, stop);
        assertThat(end).isEqualTo(PolicyStatus.State.STOPPED);
    }

    private static String serialHash(long version) {
        Runs serial = new Runs();
        new SerialTraining(SPEC, EnvironmentRegistry.standard())
                .run(serial, () -> serial.policies.containsKey(version));
        return requireNonNull(serial.policies.get(version)).hash();
    }

    private static List<Path> checkpoints(Path run) {
        if (!Files.exists(run.resolve("checkpoints"))) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(run.resolve("checkpoints"))) {
            return files.filter(file -> file.endsWith("_metadata")).toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // a checkpoint was removed meanwhile
        }
    }
}
