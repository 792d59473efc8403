package dev.streamgrad.learner.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.network.ParameterLayout.Tensor;
import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.Specs;
import dev.streamgrad.learner.rollout.RolloutBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogProbabilityToleranceTest {

    @ParameterizedTest
    @CsvSource({"0,0.01", "-5,0.01", "-10,0.22026"})
    void theToleranceGrowsForSmallDeviations(double logStd, double tolerance) {
        Specs specs = new Specs();
        specs.actions = Specs.box(2);
        specs.logStdInitial = logStd;
        assertThat(tolerance(specs)).isCloseTo(tolerance, within(1e-5));
        specs.stateDependentExploration = true;
        assertThat(tolerance(specs)).isEqualTo(0.01);
    }

    @Test
    void acceptsRoundingErrorsOfTheSmallestDeviationAndStillNoticesAnotherNetwork() {
        Specs specs = new Specs();
        specs.actions = Specs.box(4);
        specs.hidden = 64;
        specs.rolloutLength = 128;
        specs.logStdInitial = -10;
        TrainingSpec spec = specs.build();
        LearnerState state = withMeansOfOrderOne(spec);
        RolloutBatch batch = drawn(spec, state);
        try (Learner learner = new Learner()) {
            UpdateResult result = learner.update(spec, state, batch);
            assertThat(result.state().lastSkippedReason()).isEmpty();
            // By rounding alone it exceeds the tolerance for larger deviations.
            assertThat(result.metrics().values().get("train/first_ratio_deviation"))
                    .isGreaterThan(0.01);
            float[] foreign = batch.logProbabilities().clone();
            foreign[5] -= 0.5f; // a mean that is off by 1e-5
            assertThat(learner.update(spec, state, Batches.withLogProbabilities(batch, foreign))
                            .state()
                            .lastSkippedReason())
                    .contains("the actor uses another network");
        }
    }

    private static double tolerance(Specs specs) {
        TrainingSpec spec = specs.build();
        return LogProbabilityTolerance.tolerance(
                spec, Learner.initialState(spec).parameters());
    }

    private static LearnerState withMeansOfOrderOne(TrainingSpec spec) {
        LearnerState state = Learner.initialState(spec);
        float[] parameters = state.parameters().clone();
        Tensor head = ParameterLayout.of(spec.environment(), spec.network()).tensor("pi.2.weight");
        for (int i = 0; i < head.size(); i++) {
            parameters[head.offset() + i] *= 100;
        }
        return States.with(state, parameters);
    }

    /** Samples as an actor does: mean plus noise, rounded to float32, and the density of the rounded action. */
    private static RolloutBatch drawn(TrainingSpec spec, LearnerState state) {
        RolloutBatch batch = Batches.random(spec, state, 0);
        RandomStream random = new RandomStream(3, Domain.EVALUATION).at(0, 0);
        ReferenceNetwork network = new ReferenceNetwork(spec, state);
        for (int row = 0; row < batch.rows(); row++) {
            double[] means = network.outputs(batch, row);
            for (int k = 0; k < means.length; k++) {
                batch.actions()[row * means.length + k] =
                        (float) (means[k] + Math.exp(spec.network().logStdInitial()) * random.nextGaussian());
            }
        }
        return Batches.withLogProbabilities(batch, network.logProbabilities(batch));
    }
}
