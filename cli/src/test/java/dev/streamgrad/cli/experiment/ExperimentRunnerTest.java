package dev.streamgrad.cli.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.cli.run.DirectoryLock;
import dev.streamgrad.cli.terminal.Screen;
import dev.streamgrad.cli.usage.FailedException;
import dev.streamgrad.cli.usage.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small experiment, for real: its runs, its report, and going on after it was stopped. */
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
                totalSteps: 2000
                seeds: [1, 2]
                variants:
                  short: {rollouts.rolloutLength: 5}
                  long: {rollouts.rolloutLength: 25}
                charts: [train/grad_norm]
                """);
    }

    @Test
    void writesAReportThatNeedsNoOtherFile() throws Exception {
        Files.writeString(file, "probe: short\nstream: long\n", StandardOpenOption.APPEND);
        Path copy = directory.resolve("copy");
        Path page = runner(Optional.of(copy), () -> false)
                .run(2, Screen.silent())
                .orElseThrow()
                .page();
        String markdown = Files.readString(copy.resolve("README.md"));
        assertThat(markdown)
                .contains(
                        "# Two lengths (2 seeds)",
                        "| short | – |",
                        "| long | `rollouts.rolloutLength=25` |",
                        "`train/grad_norm`",
                        "relative to its mean",
                        "through Kafka and Flink")
                .contains("the same.")
                .as("the command that made it, for this file and this directory")
                .contains("Made by `./streamgrad experiment " + file + " --dir " + home() + "`,");
        assertThat(Files.readString(copy.resolve("train-grad-norm.svg")))
                .containsPattern(">\\s*long\\s*<")
                .containsPattern(">\\s*short\\s*<");
        assertThat(Files.readString(page))
                .contains("<table>", "</svg>")
                .doesNotContain("<img", "http://localhost", "<script");
    }

    @Test
    void goesOnWithTheRunsThatAreLeftAfterItWasStopped() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        assertThat(runner(Optional.empty(), () -> asked.incrementAndGet() > 70).run(1, Screen.silent()))
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

    /** Where one variant's runs cannot be written, the others' are kept, and the same command goes on. */
    @Test
    void keepsWhatWasMeasuredWhereWritingFails() throws Exception {
        Path runs = directory.resolve("home").resolve("runs");
        Files.createDirectories(runs);
        Path obstacle = Files.createFile(runs.resolve("long"));
        assertThatThrownBy(() -> runner(Optional.empty(), () -> false).run(1, Screen.silent()))
                .isInstanceOf(FailedException.class)
                .hasMessageStartingWith("Cannot write into " + directory.resolve("home"))
                .hasMessageContaining("goes on with the runs that are left");
        FileTime before = Files.getLastModifiedTime(runs.resolve("short/2/" + RunResult.FILE));

        Files.delete(obstacle);
        assertThat(runner(Optional.empty(), () -> false).run(1, Screen.silent()))
                .isPresent();
        assertThat(Files.getLastModifiedTime(runs.resolve("short/2/" + RunResult.FILE)))
                .isEqualTo(before);
    }

    @Test
    void whatWasRepeatedAndProbedIsNotMadeAgain() throws Exception {
        Files.writeString(file, "probe: short\nstream: long\n", StandardOpenOption.APPEND);
        assertThat(runner(Optional.empty(), () -> false).run(2, Screen.silent()))
                .isPresent();
        List<Path> made = List.of(home().resolve("stream/summary.json"), home().resolve("runs/long/2/probe.json"));
        List<FileTime> before = times(made);
        String report = Files.readString(home().resolve("README.md"));
        assertThat(runner(Optional.empty(), () -> false).run(2, Screen.silent()))
                .isPresent();
        assertThat(times(made)).isEqualTo(before);
        assertThat(Files.readString(home().resolve("README.md"))).isEqualTo(report);
    }

    /** As if killed while the run was trained again that all others were probed with. */
    @Test
    void whatWasProbedWithAPolicyThatIsGoneIsProbedAgain() throws Exception {
        Files.writeString(file, "probe: short\n", StandardOpenOption.APPEND);
        assertThat(runner(Optional.empty(), () -> false).run(2, Screen.silent()))
                .isPresent();
        String report = Files.readString(home().resolve("README.md"));
        Files.delete(home().resolve("runs/short/1/early-policy.avro"));
        Files.delete(home().resolve("runs/short/1/" + RunResult.FILE));
        assertThat(runner(Optional.empty(), () -> true).run(2, Screen.silent())).isEmpty();
        assertThat(runner(Optional.empty(), () -> false).run(2, Screen.silent()))
                .isPresent();
        assertThat(probes(Files.readString(home().resolve("README.md")))).isEqualTo(probes(report));
    }

    private static String probes(String report) {
        return report.substring(report.indexOf("## One batch"));
    }

    /** The weights that came out through Kafka and Flink are changed on record: whoever runs it must hear of it. */
    @Test
    void otherWeightsThroughKafkaAndFlinkAreAFailure() throws Exception {
        Files.writeString(file, "stream: long\n", StandardOpenOption.APPEND);
        assertThat(runner(Optional.empty(), () -> false).run(2, Screen.silent()))
                .isPresent();
        Path summary = home().resolve("stream/summary.json");
        Files.writeString(
                summary,
                Files.readString(summary).replaceFirst("\"parameterHash\":\"....", "\"parameterHash\":\"0000"));
        assertThatThrownBy(() -> runner(Optional.empty(), () -> false).run(2, Screen.silent()))
                .isInstanceOf(FailedException.class)
                .hasMessageContainingAll(
                        "Through Kafka and Flink the weights came out as 0000", "one of the two is wrong");
        assertThat(Files.readString(home().resolve("README.md"))).contains("but here it is");
    }

    /** Stopped once the repetition has begun: what it came to by then is nothing to report. */
    @Test
    void aRepetitionThatIsStoppedLeavesNoReport() throws Exception {
        Files.writeString(file, "stream: long\n", StandardOpenOption.APPEND);
        Path begun = home().resolve("stream/progress.csv");
        assertThat(runner(Optional.empty(), () -> Files.exists(begun)).run(2, Screen.silent()))
                .isEmpty();
        assertThat(begun).exists();
        assertThat(home().resolve("report.html")).doesNotExist();
        assertThat(runner(Optional.empty(), () -> false).run(2, Screen.silent()))
                .isPresent();
        assertThat(Files.readString(home().resolve("README.md"))).contains("the same.");
    }

    @Test
    void aDirectoryInUseOrOfOtherThingsIsNotTouched() throws Exception {
        Files.createDirectories(home().resolve("runs")); // as train makes it too
        Path other = Files.createFile(home().resolve("pom.xml"));
        assertThatThrownBy(() -> runner(Optional.empty(), () -> false).run(2, Screen.silent()))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll(home().toString(), "holds other things than an experiment's runs", "--dir");
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

    /** A rate of learning at which the ratios soon are not finite. */
    @Test
    void aRunThatTheLearnerGaveUpIsSaidToHaveFailed() throws Exception {
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

    /** As a report of an older form: a result that lacks something. */
    @Test
    void aResultOfAnOlderFormIsMadeAnew() throws Exception {
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

    private static List<FileTime> times(List<Path> files) throws IOException {
        List<FileTime> times = new ArrayList<>();
        for (Path one : files) {
            times.add(Files.getLastModifiedTime(one));
        }
        return times;
    }

    private Path home() {
        return directory.resolve("home");
    }

    private ExperimentRunner runner(Optional<Path> copy, BooleanSupplier stop) {
        return ExperimentRunner.of(
                file.toString(), Optional.of(directory.resolve("home")), copy, Clock.systemUTC(), stop);
    }
}
