package dev.streamgrad.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.record.ObservationNormaliser;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.RolloutSpec;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.EnvironmentRegistry;
import org.junit.jupiter.api.Test;

final class EvaluationTest {

    private final TrainingSpec spec = TestPolicies.spec("CartPole-v1", RolloutSpec.lockstep(1, 8, 0), 1, new int[0]);

    @Test
    void aBalancingPolicyReachesTheTimeLimitInEveryEpisode() {
        Evaluation.Result result = run(balancer(1), 20, true, 3);
        assertThat(result.returns()).hasSize(20).containsOnly(500.0);
        assertThat(result.mean()).isEqualTo(500);
        assertThat(result.std()).isZero();
        assertThat(result.meanLength()).isEqualTo(500);
    }

    @Test
    void drawsAreTheSameForTheSameSeedOnly() {
        PolicyUpdate undecided = balancer(0);
        assertThat(run(undecided, 10, false, 3).returns())
                .isEqualTo(run(undecided, 10, false, 3).returns())
                .isNotEqualTo(run(undecided, 10, false, 4).returns());
        assertThat(run(undecided, 200, false, 3).mean()).isBetween(18.0, 27.0);
    }

    @Test
    void computesThePopulationStandardDeviation() {
        Evaluation.Result result = new Evaluation.Result(new double[] {1, 2, 3, 6}, new int[] {1, 2, 3, 4});
        assertThat(result.mean()).isEqualTo(3);
        assertThat(result.std()).isCloseTo(Math.sqrt(14.0 / 4), within(1e-12));
        assertThat(result.meanLength()).isEqualTo(2.5);
    }

    private Evaluation.Result run(PolicyUpdate policy, int episodes, boolean deterministic, long seed) {
        return Evaluation.run(EnvironmentRegistry.standard(), spec, policy, episodes, deterministic, seed);
    }

    /**
     * A policy whose logit for right is {@code gain} times a linear function of the state. With gain 0 both actions are equally
     * probable.
     */
    private PolicyUpdate balancer(float gain) {
        float[] parameters =
                new float[ParameterLayout.of(spec.environment(), spec.network()).size()];
        float[] right = {0.1f, 0.3f, 3f, 1f};
        for (int i = 0; i < right.length; i++) {
            parameters[4 + i] = gain * right[i];
        }
        return TestPolicies.update(spec, 0, 0, parameters, ObservationNormaliser.NONE, false);
    }
}
