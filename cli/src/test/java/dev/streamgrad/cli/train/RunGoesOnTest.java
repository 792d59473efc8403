package dev.streamgrad.cli.train;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.cli.run.RunDirectory;
import dev.streamgrad.cli.usage.UserException;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
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

/** An embedded run is taken up again from its own directory, whatever its name, and from no other; and only as the run that it is. */
class RunGoesOnTest {

    private static final String NAME = "lr=3e-4,agents=8 50%20#1 'a' \"b\":c";

    private static final String LONG = "budget.totalSteps=100000000"; // it never comes to its end

    private static final TrainingSpec SPEC = Runs.spec(LONG);

    @TempDir
    private Path directory = Path.of("");

    @Test
    void inADirectoryOfAnyNameAndAsTheSameTrainingOnly() throws Exception {
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
        anOlderRunKnowsItsSpecByItsTopic(run);
    }

    /** A release that did not note it in the directory left it in the broker's log. */
    private static void anOlderRunKnowsItsSpecByItsTopic(Path run) throws IOException {
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
        PolicyStatus.State end =
                new EmbeddedTraining(spec, EnvironmentRegistry.standard(), settings, target).run(runs, stop);
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
