package dev.streamgrad.learner.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.spec.AdvantageEstimator;
import dev.streamgrad.contract.spec.Algorithm;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.Specs;
import dev.streamgrad.learner.rollout.RolloutBatch;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Updates with actions that another policy drew. */
class OffPolicyTest {

    /**
     * With all weights zero, V = 0 and every action has probability ½. Two steps, rewards 1 and 2, γ = ½, λ = ρ̄ = c̄ = 1; the
     * behaviour policy gave its actions ¼ and ⅘, so that the importance weights are 2 and ⅝, and V-trace's ρ is 1 and ⅝. Then v_1 =
     * ⅝ · 2 = 1.25, v_0 = 1 + ½ · 1.25 = 1.625, and r + γ v′ − V = 1.625 and 2.
     *
     * <p>GAE gives 1 + ½ · 2 = 2 and 2.
     */
    @ParameterizedTest
    @CsvSource({
        // Rows weighted by ρ, once: −(1 · 1.625 + ⅝ · 2) / 2. Twice would be −1.203125.
        "PPO,true,VTRACE,-1.4375,2.1015625",
        // Rows weighted by the whole importance weight: −(2 · 2 + ⅝ · 2) / 2.
        "PPO,true,GAE,-2.625,4",
        // The ratio, 2 and ⅝, clipped to 1 ± 0.2: −(1.2 · 2 + ⅝ · 2) / 2.
        "PPO,false,GAE,-1.825,4",
        // −(1 · 1.625 + ⅝ · 2) / 2 · log ½.
        "A2C,false,VTRACE,0.9963990719,2.1015625",
    })
    void correctsEveryRowOnce(
            Algorithm algorithm, boolean decoupled, AdvantageEstimator estimator, double policyLoss, double valueLoss) {
        Specs specs = new Specs();
        specs.algorithm = algorithm;
        specs.decoupled = decoupled;
        specs.estimator = estimator;
        specs.agents = 1;
        specs.rolloutLength = 2;
        specs.lag = 1;
        specs.gamma = 0.5;
        specs.lambda = 1;
        TrainingSpec spec = specs.build();
        LearnerState zero = Learner.initialState(spec);
        zero = States.with(zero, new float[zero.parameters().length]);
        try (Learner learner = new Learner()) {
            Map<String, Double> figures =
                    learner.update(spec, zero, twoRows()).metrics().values();
            String name = algorithm == Algorithm.PPO ? "train/policy_gradient_loss" : "train/policy_loss";
            assertThat(figures.get(name)).isCloseTo(policyLoss, within(1e-6));
            assertThat(figures.get("train/value_loss")).isCloseTo(valueLoss, within(1e-6));
            if (estimator == AdvantageEstimator.VTRACE) {
                assertThat(figures.get("stream/vtrace_rho")).isCloseTo((1 + 0.625) / 2, within(1e-6));
            } else {
                assertThat(figures).doesNotContainKey("stream/vtrace_rho");
            }
        }
    }

    /** Rows of a policy that draws the first row's action half as often as a uniform policy, and the second's 1.6 times as often. */
    private static RolloutBatch twoRows() {
        return new RolloutBatch(
                1,
                2,
                4,
                1,
                new boolean[] {true, true},
                new boolean[2],
                new boolean[2],
                new float[8],
                new float[] {0, 1},
                new float[] {(float) Math.log(0.25), (float) Math.log(0.8)},
                new double[] {1, 2},
                new boolean[2],
                new boolean[2],
                new int[] {-1, 0},
                new float[4],
                new float[0]);
    }
}
