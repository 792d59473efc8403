package dev.streamgrad.cli.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
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
                probe: short
                stream: long
                """);
    }

    @Test
    void writesAReportThatNeedsNoOtherFile() throws Exception {
        Path copy = directory.resolve("copy");
        Path page = runner(Optional.of(copy), () -> false).run(2, 0, true).orElseThrow();
        String markdown = Files.readString(copy.resolve("README.md"));
        assertThat(markdown)
                .contains("# Two lengths", "| short |", "| long |", "`train/grad_norm`", "through Kafka and Flink")
                .contains("the same.");
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
        assertThat(runner(Optional.empty(), () -> asked.incrementAndGet() > 70).run(1, 0, true))
                .isEmpty();
        Path runs = directory.resolve("home").resolve("runs");
        Path finished = runs.resolve("short/1/" + RunResult.FILE);
        assertThat(finished).exists();
        assertThat(runs.resolve("long/2/" + RunResult.FILE)).doesNotExist();
        FileTime before = Files.getLastModifiedTime(finished);

        assertThat(runner(Optional.empty(), () -> false).run(1, 0, true)).isPresent();
        assertThat(runs.resolve("long/2/" + RunResult.FILE)).exists();
        assertThat(Files.getLastModifiedTime(finished)).isEqualTo(before);
    }

    private ExperimentRunner runner(Optional<Path> copy, BooleanSupplier stop) {
        return ExperimentRunner.of(
                file.toString(), Optional.of(directory.resolve("home")), copy, Clock.systemUTC(), stop);
    }
}
