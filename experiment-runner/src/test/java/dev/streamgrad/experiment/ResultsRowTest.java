package dev.streamgrad.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.streamgrad.training.run.Summary;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ResultsRowTest {

    /** By hand: means 1, 2, 6 have the mean 3 and the variance (4 + 1 + 9) / 2; deviations 3, 4, 5 pool to √(50 / 3). */
    @Test
    void computesFiguresOverSeedsAndOverEpisodes() {
        ResultsRow row = row(0, 0, run(1, 3), run(2, 4), run(6, 5));
        assertThat(row.greedy().mean()).isEqualTo(3);
        assertThat(row.greedy().deviation()).isCloseTo(Math.sqrt(7), within(1e-12));
        assertThat(row.pooledDeviation()).isCloseTo(Math.sqrt(50 / 3.0), within(1e-12));
        assertThat(row.stochastic().mean()).isEqualTo(-3);
        assertThat(row(0, 0, run(1, 3)).greedy().deviation()).isNaN();
    }

    @Test
    void theVerdictComparesByThePublishedSpread() {
        assertThat(row(-100, 10, run(-110, 0)).verdict()).isEqualTo(ResultsRow.Verdict.WITHIN);
        assertThat(row(-100, 10, run(-90, 0)).verdict()).isEqualTo(ResultsRow.Verdict.WITHIN);
        assertThat(row(-100, 10, run(-89.9, 0)).verdict()).isEqualTo(ResultsRow.Verdict.ABOVE);
        assertThat(row(-100, 10, run(-110.1, 0)).verdict()).isEqualTo(ResultsRow.Verdict.BELOW);
        assertThat(row(500, 0, run(500, 0), run(500, 0)).verdict()).isEqualTo(ResultsRow.Verdict.WITHIN);
        assertThat(row(500, 0, run(500, 0), run(499, 0)).verdict()).isEqualTo(ResultsRow.Verdict.BELOW);
    }

    @Test
    void theTrainingReturnAtAStepIsTheNewestUpToThatStep() {
        ResultsRow row = row(0, 0, run(1, 0));
        assertThat(row.training(1000).mean()).isEqualTo(10);
        assertThat(row.training(1999).mean()).isEqualTo(10);
        assertThat(row.training(2000).mean()).isEqualTo(20);
        assertThat(row.training(999).mean()).isNaN();
    }

    private static ResultsRow row(double mean, double deviation, RunResult... runs) {
        return new ResultsRow(
                new PublishedTable.Row(
                        "CartPole-v1",
                        "ppo",
                        2000,
                        new PublishedTable.Published(mean, deviation),
                        List.of(),
                        Optional.empty(),
                        Optional.empty()),
                new Experiment.Variant("one", List.of()),
                Arrays.asList(runs));
    }

    private static RunResult run(double greedy, double deviation) {
        return new RunResult(
                Summary.FINISHED,
                "",
                2000,
                greedy,
                Optional.empty(),
                new RunResult.Returns(greedy, deviation),
                new RunResult.Returns(-greedy, deviation),
                1,
                0,
                1000,
                1,
                "",
                List.of(
                        Map.of(Curve.STEPS, 1000.0, Curve.RETURN, 10.0),
                        Map.of(Curve.STEPS, 2000.0, Curve.RETURN, 20.0)));
    }
}
