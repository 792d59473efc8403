package dev.streamgrad.training.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.EnvironmentRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SpecDifferenceTest {

    @Test
    void listsEverySettingThatDiffersExceptSeedAndPolicyId() {
        TrainingSpec from = spec("a2c", "CartPole-v1", "1");
        assertThat(SpecDifference.text(from, spec("a2c", "CartPole-v1", "2"))).isEmpty();
        assertThat(SpecDifference.underOneName(from, spec("a2c", "CartPole-v1", "2")))
                .isEqualTo("seed=2");
        assertThat(SpecDifference.text(from, spec("a2c", "CartPole-v1", "1", "lag=1", "estimator=vtrace")))
                .isEqualTo("rollouts.lag=1 advantage.estimator=VTRACE");
        assertThat(SpecDifference.text(from, spec("ppo", "CartPole-v1", "1")))
                .contains(
                        "rollouts.rolloutLength=32", "update.epochs=20", "optimiser.kind=ADAM", "advantage.gamma=0.98")
                .contains("optimiser.learningRate=linear(0.001, 0.0)");
        assertThat(SpecDifference.text(from, spec("a2c", "FrozenLake-v1", "1")))
                .contains("environment.observationSpace={\"kind\":\"discrete\",\"n\":16}");
    }

    private static TrainingSpec spec(String algorithm, String environment, String seed, String... settings) {
        return new SpecRequest(algorithm, environment, Map.of("seed", seed), List.of(settings))
                .resolve(EnvironmentRegistry.standard());
    }
}
