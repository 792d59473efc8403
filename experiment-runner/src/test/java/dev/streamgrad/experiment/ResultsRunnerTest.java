package dev.streamgrad.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.training.run.Summary;
import dev.streamgrad.training.terminal.Screen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains a tiny table. */
final class ResultsRunnerTest {

    private static final PublishedTable TINY = PublishedTable.parse("""
            source: Somebody
            rows:
              - environment: CartPole-v1
                algorithm: a2c
                steps: 2000
                published: {mean: 5.0, deviation: 1.0}
                remark: As an example.
                below: It is not.
                further:
                  - {source: Another, steps: 1000, mean: 20.5, deviation: 1.5}
              - environment: Pendulum-v1
                algorithm: ppo
                steps: 4096
                published: {mean: 0.0, deviation: 1.0}
                below: Nobody swings up so soon.
                further:
                  - {source: A third, steps: 9000, mean: -1000.0}
            """);

    @TempDir
    private Path directory = Path.of("");

    @Test
    void writesThePageAndDoesNotRepeatFinishedRuns() throws Exception {
        Path page = directory.resolve("docs").resolve("results.md");
        assertThat(runner().run(page, "./streamgrad results", 2, Screen.silent()))
                .map(Reported::page)
                .contains(page);
        assertThat(Files.readString(page))
                .contains("Made by `./streamgrad results`", "Seeds 1, 2;", "In 1 of 2 rows it is within or above")
                .contains(
                        "| CartPole-v1 | A2C | 2,000 | 5.00 ± 1.00 | **",
                        "| above |",
                        "- A2C on CartPole-v1: As an example.\n- PPO on Pendulum-v1: Nobody swings up so soon.\n")
                .contains("| Pendulum-v1 | PPO | 4,096 | 0.00 ± 1.00 | **−", "| below |")
                .contains("| CartPole-v1 | A2C | Another | 1,000 | 20.50 ± 1.50 |", " (2,000) |")
                .contains("| Pendulum-v1 | PPO | A third | 9,000 | −1000.00 | – | −", " (4,096) |")
                .contains("| PPO on Pendulum-v1 | 4 × 1024 | 64 | 10 | 0.9 | 0.95 | 0.001 | 0.2 |")
                .doesNotContain("NaN", "%s", "It is not.");
        Path result = directory.resolve("home/runs/a2c-on-cartpole-v1/1/" + RunResult.FILE);
        FileTime before = Files.getLastModifiedTime(result);
        String written = Files.readString(page);
        assertThat(runner().run(page, "./streamgrad results", 2, Screen.silent()))
                .map(Reported::page)
                .contains(page);
        assertThat(Files.getLastModifiedTime(result)).isEqualTo(before);
        assertThat(Files.readString(page)).as("of the same runs").isEqualTo(written);
    }

    @Test
    void theShippedTableHasTenValidRows() {
        PublishedTable shipped = PublishedTable.shipped();
        Experiment experiment = shipped.experiment(List.of(1L), EnvironmentRegistry.standard());
        assertThat(experiment.runs()).hasSize(10);
        assertThat(experiment.variants().stream().map(Experiment.Variant::directory))
                .doesNotHaveDuplicates();
        assertThat(experiment.runs())
                .zipSatisfy(
                        shipped.rows(),
                        (run, row) ->
                                assertThat(run.spec().budget().totalSteps()).isEqualTo(row.steps()));
    }

    /** By hand: 0 … 2 s and 1 … 3 s overlap and include 1.5 … 1.8 s; then a pause; then 10 … 11 s. */
    @Test
    void wallTimeExcludesPauses() {
        assertThat(ResultsPage.elapsedSeconds(
                        List.of(run(10_000, 11_000), run(0, 2000), run(1000, 3000), run(1500, 1800))))
                .isEqualTo(4);
    }

    private static RunResult run(long started, long ended) {
        RunResult.Returns none = new RunResult.Returns(0, 0);
        return new RunResult(
                Summary.FINISHED, "", 0, 0, Optional.empty(), none, none, 0, started, ended, 0, "", List.of());
    }

    private ResultsRunner runner() {
        return new ResultsRunner(TINY, List.of(1L, 2L), directory.resolve("home"), Clock.systemUTC(), () -> false);
    }
}
