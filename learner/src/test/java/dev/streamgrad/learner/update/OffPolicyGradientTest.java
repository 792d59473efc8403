package dev.streamgrad.learner.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.spec.AdvantageEstimator;
import dev.streamgrad.contract.spec.AdvantageNormalisation;
import dev.streamgrad.contract.spec.Algorithm;
import dev.streamgrad.contract.spec.Schedule;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.Specs;
import dev.streamgrad.learner.rollout.RolloutBatch;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compares the gradients of whole updates with lag to central differences of an independent float64 loss: V-trace as the paper's sum, GAE
 * as its series, without any code of the learner.
 */
class OffPolicyGradientTest {

    private static final double STEP = 1e-5;

    /** For gradients up to 1 in float32; a wrong weight of any row changes them by 1e-3 or more. */
    private static final double TOLERANCE = 1e-5;

    private static final double GAMMA = 0.9;
    private static final double LAMBDA = 0.8;
    private static final double CLIP = 0.2;

    @ParameterizedTest
    @CsvSource({
        "PPO,false,GAE,NONE",
        "PPO,false,GAE,MINIBATCH",
        "PPO,true,GAE,NONE",
        "PPO,true,GAE,MINIBATCH",
        "A2C,false,VTRACE,NONE",
        "PPO,true,VTRACE,NONE",
        "PPO,true,VTRACE,MINIBATCH"
    })
    void aGradientIsTheSlopeOfTheLossBeforeAndAfterAStep(
            Algorithm algorithm,
            boolean decoupled,
            AdvantageEstimator estimator,
            AdvantageNormalisation normalisation) {
        Specs specs = new Specs();
        specs.algorithm = algorithm;
        specs.decoupled = decoupled;
        specs.estimator = estimator;
        specs.normalise = normalisation;
        specs.lag = 1;
        specs.gamma = GAMMA;
        specs.lambda = LAMBDA;
        specs.clipRange = CLIP;
        specs.hidden = 5;
        specs.rolloutLength = 8;
        specs.learningRate = Schedule.constant(0.01);
        TrainingSpec one = specs.build();
        specs.epochs = 2;
        TrainingSpec two = specs.build();
        LearnerState start = Learner.initialState(one);
        RolloutBatch batch = withAnotherBehaviour(Batches.random(one, start, 2));
        GradientRecorder recorder = new GradientRecorder();
        try (Learner learner = new Learner(recorder)) {
            LearnerState stepped = learner.update(one, start, batch).state();
            recorder.take();
            learner.update(two, start, batch);
            List<float[]> gradients = recorder.take();
            assertThat(gradients).hasSize(2);
            Loss loss = new Loss(two, start, batch);
            assertSlope(gradients.get(0), loss, start.parameters());
            assertSlope(gradients.get(1), loss, stepped.parameters());
        }
    }

    /** Importance weights between e^−0.66 and e^0.54, on both sides of ρ̄ = 1 and of the clip range. */
    private static RolloutBatch withAnotherBehaviour(RolloutBatch batch) {
        float[] behaviour = batch.logProbabilities().clone();
        for (int row = 0; row < behaviour.length; row++) {
            behaviour[row] += 0.3f * (row % 5 - 2) + 0.06f;
        }
        return Batches.withLogProbabilities(batch, behaviour);
    }

    private static void assertSlope(float[] gradient, Loss loss, float[] parameters) {
        double[] at = new double[parameters.length];
        Arrays.setAll(at, i -> parameters[i]);
        for (int i = 0; i < at.length; i++) {
            double here = at[i];
            at[i] = here + STEP;
            double above = loss.at(at);
            at[i] = here - STEP;
            double below = loss.at(at);
            at[i] = here;
            assertThat((double) gradient[i])
                    .as("parameter %d", i)
                    .isCloseTo((above - below) / (2 * STEP), within(TOLERANCE));
        }
    }

    /** The loss of a whole batch as a function of the parameters; advantages, targets and weights are those of the update's start. */
    private static final class Loss {
        private final TrainingSpec spec;
        private final LearnerState start;
        private final RolloutBatch batch;
        private final double[] proximal;
        private final double[] advantages;
        private final double[] targets;
        private final double[] weights;

        Loss(TrainingSpec spec, LearnerState start, RolloutBatch batch) {
            this.spec = spec;
            this.start = start;
            this.batch = batch;
            int rows = batch.rows();
            proximal = new double[rows];
            advantages = new double[rows];
            targets = new double[rows];
            weights = new double[rows];
            ReferenceNetwork network = new ReferenceNetwork(spec, start);
            double[] values = new double[rows];
            for (int row = 0; row < rows; row++) {
                proximal[row] = network.logProbability(batch, row);
                values[row] = network.value(batch.observations(), row * batch.features());
                weights[row] = Math.exp(proximal[row] - batch.logProbabilities()[row]);
            }
            boolean traced = spec.advantage().estimator() == AdvantageEstimator.VTRACE;
            for (int row = rows - 1; row >= 0; row--) {
                if (traced) {
                    trace(row, network, values);
                } else {
                    series(row, network, values);
                }
            }
            if (traced) {
                Arrays.setAll(weights, row -> Math.min(1, weights[row]));
            }
            normalise();
        }

        /** δ of a row, unweighted: r + γ V′ − V. */
        private double error(int row, ReferenceNetwork network, double[] values) {
            double next = batch.terminated()[row] ? 0 : nextValue(row, network, values);
            return batch.rewards()[row] + GAMMA * next - values[row];
        }

        private double nextValue(int row, ReferenceNetwork network, double[] values) {
            int next = batch.nextIndex()[row];
            return next < 0 ? values[row + 1] : network.value(batch.nextObservations(), next * batch.features());
        }

        /** Schulman et al. 2016, eq. 16: A_s = Σ_t (γλ)^(t−s) δ_t. */
        private void series(int first, ReferenceNetwork network, double[] values) {
            double factor = 1;
            for (int row = first; row >= 0; row = next(row)) {
                advantages[first] += factor * error(row, network, values);
                factor *= GAMMA * LAMBDA;
            }
            targets[first] = values[first] + advantages[first];
        }

        /** Espeholt et al. 2018, eq. 1: v_s = V_s + Σ_t γ^(t−s) (Π c_i) ρ_t δ_t, with c = λ min(1, w). Needs the next row's v. */
        private void trace(int first, ReferenceNetwork network, double[] values) {
            targets[first] = values[first];
            double factor = 1;
            for (int row = first; row >= 0; row = next(row)) {
                double rho = Math.min(1, weights[row]);
                targets[first] += factor * rho * error(row, network, values);
                factor *= GAMMA * LAMBDA * rho;
            }
            double correction = next(first) < 0 ? 0 : targets[first + 1] - values[first + 1];
            advantages[first] = error(first, network, values) + GAMMA * correction;
        }

        /** The next row of the same trace; −1 for none. */
        private int next(int row) {
            return batch.ended(row) || (row + 1) % batch.length() == 0 ? -1 : row + 1;
        }

        private void normalise() {
            if (spec.advantage().normalise() == AdvantageNormalisation.NONE) {
                return;
            }
            double mean = Arrays.stream(advantages).average().orElseThrow();
            double squares = Arrays.stream(advantages)
                    .map(advantage -> (advantage - mean) * (advantage - mean))
                    .sum();
            double deviation = Math.sqrt(squares / (advantages.length - 1));
            Arrays.setAll(advantages, row -> (advantages[row] - mean) / deviation);
        }

        double at(double[] parameters) {
            ReferenceNetwork network = new ReferenceNetwork(spec, start, parameters);
            double sum = 0;
            for (int row = 0; row < batch.rows(); row++) {
                double error = network.value(batch.observations(), row * batch.features()) - targets[row];
                sum += policy(row, network.logProbability(batch, row))
                        + 0.5 * error * error
                        - 0.01 * network.entropy(batch, row);
            }
            return sum / batch.rows();
        }

        private double policy(int row, double logProbability) {
            if (spec.update().algorithm() == Algorithm.A2C) {
                return -weights[row] * advantages[row] * logProbability;
            }
            double old = spec.loss().decoupled() ? proximal[row] : batch.logProbabilities()[row];
            double ratio = Math.exp(logProbability - old);
            double bounded = Math.max(1 - CLIP, Math.min(1 + CLIP, ratio));
            double surrogate = Math.min(ratio * advantages[row], bounded * advantages[row]);
            return -(spec.loss().decoupled() ? weights[row] : 1) * surrogate;
        }
    }
}
