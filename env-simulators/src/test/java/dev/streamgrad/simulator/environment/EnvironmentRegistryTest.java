package dev.streamgrad.simulator.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.spec.ActionTransform;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class EnvironmentRegistryTest {

    private final EnvironmentRegistry registry = EnvironmentRegistry.standard();

    @Test
    void knowsTheEnvironmentsWithTheirLimitsAndThresholds() {
        Map<String, Integer> limits = new LinkedHashMap<>();
        registry.ids().forEach(id -> limits.put(id, registry.entry(id).maxEpisodeSteps()));
        assertThat(limits)
                .containsExactly(
                        entry("CartPole-v1", 500),
                        entry("Acrobot-v1", 500),
                        entry("MountainCar-v0", 200),
                        entry("MountainCarContinuous-v0", 999),
                        entry("Pendulum-v1", 200),
                        entry("FrozenLake-v1", 100),
                        entry("FrozenLakeNotSlippery-v1", 100),
                        entry("FrozenLake8x8-v1", 200),
                        entry("CliffWalking-v1", 500),
                        entry("Taxi-v3", 200));
        assertThat(registry.entry("CartPole-v1").rewardThreshold()).hasValue(475);
        assertThat(registry.entry("Pendulum-v1").rewardThreshold()).isEmpty();
    }

    @Test
    void namesTheNearestAndAllKnownOnes() {
        assertThatThrownBy(() -> registry.entry("cartpole-v0"))
                .isInstanceOf(UnknownEnvironmentException.class)
                .hasMessageContaining("no environment 'cartpole-v0'")
                .hasMessageContaining("Did you mean CartPole-v1?")
                .hasMessageContaining("Acrobot-v1, MountainCar-v0");
    }

    @Test
    void aSpecsLimitReplacesTheEnvironmentsOwn() {
        assertThat(stepsUntilTruncation(0)).isEqualTo(200);
        assertThat(stepsUntilTruncation(7)).isEqualTo(7);
    }

    @Test
    void refusesASpecWithOtherSpaces() {
        EnvironmentSpec spec =
                EnvironmentSpec.of("CartPole-v1", CartPole.OBSERVATIONS, new Discrete(3), ActionTransform.CLIP);
        assertThatThrownBy(() -> registry.create(spec)).hasMessageContaining("other spaces");
    }

    @Test
    void takesMoreEnvironments() {
        EnvironmentRegistry more =
                registry.with(EnvironmentEntry.of("Mine-v0", CartPole::new, 0, OptionalDouble.empty()));
        assertThat(more.ids()).contains("Mine-v0", "CartPole-v1");
        assertThat(more.entry("Mine-v0").create(0)).isInstanceOf(CartPole.class);
        assertThat(registry.ids()).doesNotContain("Mine-v0");
    }

    @Test
    void refusesActionsOutsideTheSpace() {
        Environment environment = registry.entry("Acrobot-v1").create(0);
        RandomStream random = new RandomStream(0, Domain.ENVIRONMENT_RESET);
        environment.reset(random);
        for (float action : new float[] {-1, 3, 0.5f, Float.NaN}) {
            assertThatThrownBy(() -> environment.step(new float[] {action}, 0, random, new StepResult()))
                    .hasMessageContaining("must be one of 0 … 2");
        }
    }

    private int stepsUntilTruncation(int limit) {
        Environment environment = registry.create(new EnvironmentSpec(
                "Pendulum-v1", Pendulum.OBSERVATIONS, Pendulum.ACTIONS, ActionTransform.CLIP, limit, false, 0, false));
        RandomStream random = new RandomStream(0, Domain.ENVIRONMENT_RESET);
        StepResult result = new StepResult();
        environment.reset(random);
        int steps = 0;
        do {
            environment.step(new float[1], 0, random, result);
            steps++;
        } while (!result.ended());
        return steps;
    }
}
