package dev.streamgrad.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import java.util.Arrays;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The initial states have Gymnasium's distributions: checks their ranges, and their means and variances within the sampling error. */
final class EnvironmentResetTest {

    private static final int EPISODES = 4000;

    @Test
    void cartPoleStartsNearTheCentre() {
        CartPole environment = new CartPole();
        checkUniform(
                environment, environment::state, new double[] {-.05, -.05, -.05, -.05}, new double[] {.05, .05, .05, .05
                });
    }

    @Test
    void acrobotStartsHanging() {
        Acrobot environment = new Acrobot();
        checkUniform(environment, environment::state, new double[] {-.1, -.1, -.1, -.1}, new double[] {.1, .1, .1, .1});
    }

    @Test
    void bothCarsStartAtRestInTheValley() {
        MountainCar car = new MountainCar();
        checkUniform(car, car::state, new double[] {-.6, 0}, new double[] {-.4, 0});
        MountainCarContinuous continuous = new MountainCarContinuous();
        checkUniform(continuous, continuous::state, new double[] {-.6, 0}, new double[] {-.4, 0});
    }

    @Test
    void pendulumStartsAnywhere() {
        Pendulum environment = new Pendulum();
        checkUniform(environment, environment::state, new double[] {-Math.PI, -1}, new double[] {Math.PI, 1});
    }

    @Test
    void theSameStreamGivesTheSameStart() {
        CartPole one = new CartPole();
        CartPole other = new CartPole();
        other.setState(new double[] {1, 2, 3, 4});
        one.reset(new RandomStream(7, Domain.ENVIRONMENT_RESET).at(3, 9));
        other.reset(new RandomStream(7, Domain.ENVIRONMENT_RESET).at(3, 9));
        assertThat(one.state()).isEqualTo(other.state());
        other.reset(new RandomStream(7, Domain.ENVIRONMENT_RESET).at(3, 10));
        assertThat(one.state()).isNotEqualTo(other.state());
    }

    private static void checkUniform(Environment environment, Supplier<double[]> state, double[] low, double[] high) {
        RandomStream random = new RandomStream(5, Domain.ENVIRONMENT_RESET);
        double[][] samples = new double[low.length][EPISODES];
        for (int episode = 0; episode < EPISODES; episode++) {
            environment.reset(random.at(0, episode));
            double[] sample = state.get();
            for (int i = 0; i < low.length; i++) {
                assertThat(sample[i]).isBetween(low[i], high[i]);
                samples[i][episode] = sample[i];
            }
        }
        for (int i = 0; i < low.length; i++) {
            double width = high[i] - low[i];
            double mean = Arrays.stream(samples[i]).average().orElseThrow();
            double square = Arrays.stream(samples[i]).map(x -> x * x).average().orElseThrow();
            assertThat(mean).isCloseTo((low[i] + high[i]) / 2, within(0.02 * width + 1e-12));
            assertThat(square - mean * mean).isCloseTo(width * width / 12, within(0.01 * width * width + 1e-12));
        }
    }
}
