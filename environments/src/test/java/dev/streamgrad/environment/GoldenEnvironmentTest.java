package dev.streamgrad.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Compares each environment with Gymnasium's own trajectories, step by step. Each segment starts in an explicit state.
 *
 * <p>States are compared at 1e-9. Gymnasium computes sines and cosines with the C library, we with {@link StrictMath}. They differ
 * in the last bit, which CartPole amplifies to 1e-12 in 130 steps. Without a sine before the rounding to float32, the numbers are
 * equal. Observations are float32 of the state, so they may differ by one unit in the last place: 1e-6 of their magnitude.
 */
final class GoldenEnvironmentTest {

    private static final double STATE_TOLERANCE = 1e-9;
    private static final double OBSERVATION_TOLERANCE = 1e-6;

    @Test
    void cartPoleMovesAsInGymnasium() {
        CartPole environment = new CartPole();
        check("env_cartpole", environment, environment::setState, environment::state);
    }

    @Test
    void acrobotMovesAsInGymnasium() {
        Acrobot environment = new Acrobot();
        check("env_acrobot", environment, environment::setState, environment::state);
    }

    @Test
    void mountainCarMovesAsInGymnasium() {
        MountainCar environment = new MountainCar();
        check("env_mountaincar", environment, environment::setState, environment::state);
    }

    @Test
    void mountainCarContinuousMovesAsInGymnasium() {
        MountainCarContinuous environment = new MountainCarContinuous();
        check("env_mountaincar_continuous", environment, environment::setState, environment::state);
    }

    @Test
    void pendulumMovesAsInGymnasium() {
        Pendulum environment = new Pendulum();
        check("env_pendulum", environment, environment::setState, environment::state);
    }

    private static void check(
            String file, Environment environment, Consumer<double[]> setState, Supplier<double[]> state) {
        RandomStream random = new RandomStream(0, Domain.ENVIRONMENT_DYNAMICS);
        StepResult result = new StepResult();
        float[] observation = new float[environment.observationSpace().elements()];
        int steps = 0;
        JsonNode golden = Golden.read(file);
        for (JsonNode segment : golden.get("segments")) {
            setState.accept(Golden.doubles(segment.get("initial_state")));
            float[] actions = Golden.floats(segment.get("actions"));
            for (int t = 0; t < actions.length; t++) {
                environment.step(actions, t, random, result);
                environment.observe(observation, 0);
                checkStep(file + " step " + t, segment, t, state.get(), observation, result);
                steps++;
            }
        }
        assertThat(steps).as("steps of %s", file).isEqualTo(golden.get("steps").asInt());
    }

    private static void checkStep(
            String step, JsonNode segment, int t, double[] state, float[] observation, StepResult result) {
        assertThat(state)
                .as("state after %s", step)
                .containsExactly(Golden.doubles(segment.get("states").get(t)), within(STATE_TOLERANCE));
        float[] expected = Golden.floats(segment.get("observations").get(t));
        for (int i = 0; i < expected.length; i++) {
            double tolerance = OBSERVATION_TOLERANCE * Math.max(1, Math.abs(expected[i]));
            assertThat((double) observation[i])
                    .as("observation %d after %s", i, step)
                    .isCloseTo(expected[i], within(tolerance));
        }
        assertThat(result.reward())
                .as("reward of %s", step)
                .isCloseTo(segment.get("rewards").get(t).asDouble(), within(STATE_TOLERANCE));
        assertThat(result.terminated())
                .as("terminated at %s", step)
                .isEqualTo(segment.get("terminated").get(t).asBoolean());
        assertThat(result.truncated()).as("truncated at %s", step).isFalse();
    }
}
