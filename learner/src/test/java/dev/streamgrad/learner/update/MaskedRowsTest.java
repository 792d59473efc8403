package dev.streamgrad.learner.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.spec.Algorithm;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.Specs;
import dev.streamgrad.learner.rollout.RolloutBatch;
import org.junit.jupiter.api.Test;

/** Updates with missing rows, compared with an independent float64 calculation of the loss. */
class MaskedRowsTest {

    @Test
    void rowsOutsideTheLossAreNotInAnyMeanAndTheTraceEndsBeforeThem() {
        Specs specs = new Specs();
        specs.algorithm = Algorithm.A2C;
        specs.agents = 1;
        specs.rolloutLength = 8;
        specs.entropyCoefficient = 0;
        TrainingSpec spec = specs.build();
        LearnerState state = Learner.initialState(spec);
        RolloutBatch whole = Batches.random(spec, state, 3);
        RolloutBatch open = noEnds(whole);
        RolloutBatch batch = Batches.without(open, 4);
        try (Learner learner = new Learner()) {
            UpdateResult result = learner.update(spec, state, batch);
            assertThat(result.state().masked()).isEqualTo(2); // row 4, and row 3, whose continuation is unknown
            ReferenceNetwork network = new ReferenceNetwork(spec, state);
            double[] values = new double[9];
            for (int row = 0; row < 8; row++) {
                values[row] = network.value(batch.observations(), row * 4);
            }
            values[8] = network.value(batch.nextObservations(), 0);
            double[] advantages = new double[8];
            int[][] traces = {{0, 1, 2}, {5, 6, 7}}; // row 2 bootstraps from row 3's own observation
            for (int[] trace : traces) {
                double next = 0;
                for (int i = trace.length - 1; i >= 0; i--) {
                    int row = trace[i];
                    double delta = batch.rewards()[row] + 0.99 * values[row + 1] - values[row];
                    next = delta + 0.99 * 0.95 * next;
                    advantages[row] = next;
                }
            }
            double policyLoss = 0;
            double valueLoss = 0;
            for (int[] trace : traces) {
                for (int row : trace) {
                    policyLoss -= network.logProbability(batch, row) * advantages[row] / 6;
                    valueLoss += advantages[row] * advantages[row] / 6;
                }
            }
            assertThat(result.metrics().values().get("train/policy_loss")).isCloseTo(policyLoss, within(1e-5));
            assertThat(result.metrics().values().get("train/value_loss")).isCloseTo(valueLoss, within(1e-5));
        }
    }

    @Test
    void anEpisodeWithAMissingRowIsNotCounted() {
        Specs specs = new Specs();
        specs.agents = 1;
        specs.rolloutLength = 6;
        TrainingSpec spec = specs.build();
        LearnerState state = Learner.initialState(spec);
        RolloutBatch random = Batches.random(spec, state, 3);
        boolean[] terminated = {false, false, true, false, true, false};
        int[] nextIndex = {-1, -1, 0, -1, 0, 0};
        RolloutBatch batch = new RolloutBatch(
                1,
                6,
                4,
                1,
                random.present(),
                random.starts(),
                random.closed(),
                random.observations(),
                random.actions(),
                random.logProbabilities(),
                new double[] {1, 1, 1, 5, 5, 7},
                terminated,
                new boolean[6],
                nextIndex,
                random.nextObservations(),
                new float[0]);
        EpisodeTracker whole = EpisodeTracker.fold(state.episodes(), batch, "p", 1);
        assertThat(whole.statistics().recentReturns()).containsExactly(3, 10);
        assertThat(whole.statistics().openReturns()).containsExactly(7);
        EpisodeTracker missing = EpisodeTracker.fold(state.episodes(), Batches.without(batch, 1), "p", 1);
        assertThat(missing.statistics().recentReturns()).containsExactly(10);
        assertThat(missing.statistics().episodes()).isEqualTo(1);
    }

    @Test
    void theLastRowOfAnAbandonedEpisodeIsNotInTheLossAndTheEpisodeIsNotCounted() {
        Specs specs = new Specs();
        specs.agents = 1;
        specs.rolloutLength = 8;
        TrainingSpec spec = specs.build();
        LearnerState state = Learner.initialState(spec);
        RolloutBatch batch = noEnds(Batches.random(spec, state, 3));
        batch.starts()[5] = true;
        LossRows lossRows = LossRows.of(batch);
        assertThat(lossRows.rows()).containsExactly(0, 1, 2, 3, 5, 6, 7);
        assertThat(lossRows.cut()[3]).isTrue();
        double[] next = lossRows.nextValues(batch, new float[] {0, 1, 2, 3, 4, 5, 6, 7}, new float[] {8});
        assertThat(next).containsExactly(1, 2, 3, 4, 0, 6, 7, 8);
        EpisodeTracker episodes = EpisodeTracker.fold(state.episodes(), batch, "p", 1);
        assertThat(episodes.statistics().openLengths()).containsExactly(3);
        assertThat(episodes.finished()).isEmpty();
    }

    private static RolloutBatch noEnds(RolloutBatch batch) {
        int[] nextIndex = {-1, -1, -1, -1, -1, -1, -1, 0};
        return new RolloutBatch(
                batch.agents(),
                batch.length(),
                batch.features(),
                batch.actionElements(),
                batch.present(),
                batch.starts(),
                batch.closed(),
                batch.observations(),
                batch.actions(),
                batch.logProbabilities(),
                batch.rewards(),
                new boolean[8],
                new boolean[8],
                nextIndex,
                batch.nextObservations(),
                new float[0]);
    }
}
