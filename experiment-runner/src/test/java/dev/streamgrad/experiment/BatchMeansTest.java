package dev.streamgrad.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.streamgrad.learner.rollout.RolloutBatch;
import org.junit.jupiter.api.Test;

/** One feature, two agents, two steps, two batches; all expected figures are computed by hand. */
final class BatchMeansTest {

    /** Rows are at agent · T + t: agent 0 observes 1, 3 and −1, −3; agent 1 observes 2, 0 and −2, 0. Mean 0, variance 28 / 8. */
    private static BatchMeans twoBatches() {
        BatchMeans means = new BatchMeans(2, 2);
        means.add(batch(1, 3, 2, 0));
        means.add(batch(-1, -3, -2, 0));
        return means;
    }

    /** An agent's pairs of rows: 1·3 and 2·0, twice. */
    @Test
    void autocorrelationIsWithinAnAgent() {
        assertThat(twoBatches().autocorrelation()).isCloseTo((3 + 0 + 3 + 0) / 4.0 / (28 / 8.0), within(1e-12));
    }

    /** Two agents at a step: 1·2 and 3·0, twice. */
    @Test
    void correlationBetweenAgentsIsAtOneStep() {
        assertThat(twoBatches().betweenAgents()).isCloseTo((2 + 0 + 2 + 0) / 4.0 / (28 / 8.0), within(1e-12));
    }

    /** The means of the batches are 1.5 and −1.5, with variance 4.5; the variance of the rows is 3.5. */
    @Test
    void effectiveRowsAreTheVarianceOfARowOverTheVarianceOfTheMean() {
        assertThat(twoBatches().effectiveRows()).isCloseTo(3.5 / 4.5, within(1e-12));
    }

    private static RolloutBatch batch(float... observations) {
        int rows = observations.length;
        return new RolloutBatch(
                2,
                rows / 2,
                1,
                1,
                new boolean[rows],
                new boolean[rows],
                new boolean[rows],
                observations,
                new float[rows],
                new float[rows],
                new double[rows],
                new boolean[rows],
                new boolean[rows],
                new int[rows],
                new float[0],
                new float[0]);
    }
}
