package dev.streamgrad.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.process.DirectoryLock;
import dev.streamgrad.process.FailedException;
import dev.streamgrad.process.UserException;
import dev.streamgrad.training.terminal.Screen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs a small experiment: its runs, its report, and resuming it after it was stopped. */
final class ExperimentRunnerTest {

    @TempDir
    private Path directory = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void declare() throws Exception {
        file = directory.resolve("lengths.yaml");
        Files.writeString(file, """
                title: Two lengths
                question: Which is better?
                algorithm: a2c
                totalSteps: 1000
                seeds: [1, 2]
                variants:
                  short: {rollouts.rolloutLength: 5}
                  long: {rollouts.rolloutLength: 25}
                charts: [train/grad_norm]
                """);
    }

    @Test
    void continuesWithTheRemainingRunsAfterAStop() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        assertThat(runner(Optional.empty(), () -> asked.incrementAndGet() > 35).run(1, Screen.silent()))
                .isEmpty();
        Path runs = directory.resolve("home").resolve("runs");
        Path finished = runs.resolve("short/1/" + RunResult.FILE);
        assertThat(finished).exists();
        assertThat(runs.resolve("long/2/" + RunResult.FILE)).doesNotExist();
        FileTime before = Files.getLastModifiedTime(finished);

        assertThat(runner(Optional.empty(), () -> false).run(1, Screen.silent()))
                .isPresent();
        assertThat(runs.resolve("long/2/" + RunResult.FILE)).exists();
        assertThat(Files.getLastModifiedTime(finished)).isEqualTo(before);
    }

    /** If one variant's runs cannot be written, the others' are kept, and the same command continues. */
    @Test
    void keepsFinishedRunsIfWritingFails() throws Exception {
        Path runs = directory.resolve("home").resolve("runs");
        Files.createDirectories(runs);
        Path obstacle = Files.createFile(runs.resolve("long"));
        assertThatThrownBy(() -> runner(Optional.empty(), () -> false).run(1, Screen.silent()))
                .isInstanceOf(FailedException.class)
                .hasMessageStartingWith("Cannot write into " + directory.resolve("home"))
                .hasMessageContaining("continues with the remaining runs");
        FileTime before = Files.getLastModifiedTime(runs.resolve("short/2/" + RunResult.FILE));

        Files.delete(obstacle);
        assertThat(runner(Optional.empty(), () -> false).run(1, Screen.silent()))
                .isPresent();
        assertThat(Files.getLastModifiedTime(runs.resolve("short/2/" + RunResult.FILE)))
                .isEqualTo(before);
    }

    /** Stopped after the repetition has begun. */
    @Test
    void writesNoReportIfTheRepetitionIsStopped() throws Exception {
        Files.writeString(file, "stream: long\n", StandardOpenOption.APPEND);
        Path begun = home().resolve("stream/progress.csv");
        assertThat(runner(Optional.empty(), () -> Files.exists(begun)).run(2, Screen.silent()))
                .isEmpty();
        assertThat(begun).exists();
        assertThat(home().resolve("report.html")).doesNotExist();
        assertThat(runner(Optional.empty(), () -> false).run(2, Screen.silent()))
                .isPresent();
        assertThat(Files.readString(home().resolve("README.md"))).contains("the same as in the serial run.");
    }

    @Test
    void rejectsADirectoryThatIsInUseOrHoldsOtherFiles() throws Exception {
        Files.createDirectories(home().resolve("runs")); // train creates such a directory, too
        Path other = Files.createFile(home().resolve("pom.xml"));
        assertThatThrownBy(() -> runner(Optional.empty(), () -> false).run(2, Screen.silent()))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll(home().toString(), "holds files that do not belong to an experiment", "--dir");
        Files.delete(other);
        try (DirectoryLock lock = DirectoryLock.take(home(), "experiment's directory", "--dir")) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> runner(Optional.empty(), () -> false).run(2, Screen.silent()))
                    .isInstanceOf(UserException.class)
                    .hasMessageContainingAll(home().toString(), "in use by another process", "--dir");
        }
        assertThat(runner(Optional.empty(), () -> false).run(2, Screen.silent()))
                .isPresent();
    }

    /** With a learning rate at which the probability ratios soon are not finite. */
    @Test
    void reportsARunThatTheLearnerEndedAsFailed() throws Exception {
        Files.writeString(file, """
                title: Too fast
                environment: Pendulum-v1
                totalSteps: 4000
                seeds: [1]
                settings: {rollouts.rolloutLength: 128, network.stateDependentExploration: false, update.maxSkippedUpdates: 2}
                variants:
                  as published: {}
                  too fast: {optimiser.learningRate: 10, optimiser.maxGradNorm: 1000, loss.clipRange: 1, update.epochs: 20}
                """);
        assertThat(runner(Optional.empty(), () -> false).run(2, Screen.silent()))
                .isPresent();
        assertThat(Files.readString(home().resolve("README.md")))
                .containsPattern(
                        "\"too fast\": a run failed after [0-9,]+ steps: 2 updates in a row were skipped: A (loss|recorded log-probability)")
                .doesNotContain("\"as published\": a run failed");
    }

    /** A result that lacks a field, as an older version may have written it. */
    @Test
    void repeatsARunWhoseResultHasAnOlderFormat() throws Exception {
        assertThat(runner(Optional.empty(), () -> false).run(2, Screen.silent()))
                .isPresent();
        Path result = directory.resolve("home/runs/short/1/" + RunResult.FILE);
        String written = Files.readString(result);
        Files.writeString(result, written.replaceFirst("\"stochastic\":\\{[^}]*},", ""));
        assertThat(Files.readString(result)).isNotEqualTo(written);
        assertThat(runner(Optional.empty(), () -> false).run(2, Screen.silent()))
                .isPresent();
        assertThat(Files.readString(result)).contains("\"stochastic\"");
    }

    private Path home() {
        return directory.resolve("home");
    }

    private ExperimentRunner runner(Optional<Path> copy, BooleanSupplier stop) {
        return ExperimentRunner.of(
                file.toString(),
                EnvironmentRegistry.standard(),
                Optional.of(directory.resolve("home")),
                copy,
                Clock.systemUTC(),
                stop);
    }
}
