package dev.streamgrad.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.process.FailedException;
import dev.streamgrad.training.terminal.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of a small experiment with a probe and a run through Kafka and Flink, and the same command given again. */
final class FinishedExperimentTest {

    @TempDir
    private static Path shared;

    private static Path file = Path.of("");
    private static Path home = Path.of("");
    private static Path copy = Path.of("");
    private static Path page = Path.of("");

    @TempDir
    private Path directory = Path.of("");

    @BeforeAll
    static void run() throws Exception {
        file = shared.resolve("lengths.yaml");
        home = shared.resolve("home");
        copy = shared.resolve("copy");
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
                probe: short
                stream: long
                """);
        page = runner(home, Optional.of(copy), () -> false)
                .run(2, Screen.silent())
                .orElseThrow()
                .page();
    }

    @Test
    void writesASelfContainedReport() throws Exception {
        String markdown = Files.readString(copy.resolve("README.md"));
        assertThat(markdown)
                .contains(
                        "# Two lengths (2 seeds)",
                        "| short | – |",
                        "| long | `rollouts.rolloutLength=25` |",
                        "`train/grad_norm`",
                        "relative to its mean",
                        "through Kafka and Flink")
                .contains("the same as in the serial run.")
                .as("the command that wrote it, with this file and this directory")
                .contains("Made by `./streamgrad experiment " + file + " --dir " + home + "`,");
        assertThat(Files.readString(copy.resolve("train-grad-norm.svg")))
                .containsPattern(">\\s*long\\s*<")
                .containsPattern(">\\s*short\\s*<");
        assertThat(Files.readString(page))
                .contains("<table>", "</svg>")
                .doesNotContain("<img", "http://localhost", "<script");
    }

    @Test
    void doesNotRepeatAFinishedRepetitionOrProbe() throws Exception {
        List<Path> made = List.of(home.resolve("stream/summary.json"), home.resolve("runs/long/2/probe.json"));
        List<FileTime> before = times(made);
        String report = Files.readString(home.resolve("README.md"));
        assertThat(runner(home, Optional.empty(), () -> false).run(2, Screen.silent()))
                .isPresent();
        assertThat(times(made)).isEqualTo(before);
        assertThat(Files.readString(home.resolve("README.md"))).isEqualTo(report);
    }

    /** As if the process was killed while it trained the probe's run again. */
    @Test
    void probesAgainIfTheProbesPolicyIsGone() throws Exception {
        Path own = copied();
        Files.delete(own.resolve("runs/short/1/early-policy.avro"));
        Files.delete(own.resolve("runs/short/1/" + RunResult.FILE));
        assertThat(runner(own, Optional.empty(), () -> true).run(2, Screen.silent()))
                .isEmpty();
        assertThat(runner(own, Optional.empty(), () -> false).run(2, Screen.silent()))
                .isPresent();
        assertThat(probes(own)).isEqualTo(probes(home));
    }

    private static String probes(Path experiment) throws IOException {
        String report = Files.readString(experiment.resolve("README.md"));
        int start = report.indexOf("## One batch");
        int end = report.indexOf("\n## ", start);
        return report.substring(start, end < 0 ? report.length() : end);
    }

    /** Changes the recorded hash of the run through Kafka and Flink. */
    @Test
    void failsIfTheRunThroughKafkaAndFlinkHasOtherWeights() throws Exception {
        Path own = copied();
        Path summary = own.resolve("stream/summary.json");
        Files.writeString(
                summary,
                Files.readString(summary).replaceFirst("\"parameterHash\":\"....", "\"parameterHash\":\"0000"));
        assertThatThrownBy(() -> runner(own, Optional.empty(), () -> false).run(2, Screen.silent()))
                .isInstanceOf(FailedException.class)
                .hasMessageContainingAll(
                        "The run through Kafka and Flink ended with weights of hash 0000", "the two must be equal");
        assertThat(Files.readString(own.resolve("README.md"))).contains("` in the serial run.");
    }

    private Path copied() throws IOException {
        Path own = directory.resolve("home");
        try (Stream<Path> files = Files.walk(home)) {
            for (Path one : (Iterable<Path>) files::iterator) {
                Files.copy(one, own.resolve(home.relativize(one).toString()));
            }
        }
        return own;
    }

    private static List<FileTime> times(List<Path> files) throws IOException {
        List<FileTime> times = new ArrayList<>();
        for (Path one : files) {
            times.add(Files.getLastModifiedTime(one));
        }
        return times;
    }

    private static ExperimentRunner runner(Path directory, Optional<Path> copy, BooleanSupplier stop) {
        return ExperimentRunner.of(
                file.toString(), EnvironmentRegistry.standard(), Optional.of(directory), copy, Clock.systemUTC(), stop);
    }
}
