package dev.streamgrad.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.Space;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CheckedEnvironmentTest {

    private static final Discrete THREE = new Discrete(3);
    private static final Box REAL = Box.of(new float[] {-1, -1}, new float[] {1, 1});

    private final RandomStream random = new RandomStream(1, Domain.ENVIRONMENT_DYNAMICS);
    private final StepResult result = new StepResult();

    @Test
    void namesWhatAnEnvironmentThrows() {
        Environment bad = checked(REAL, 0, new float[2], step -> {
            throw new ArithmeticException("/ by zero");
        });
        bad.reset(random);
        assertThatThrownBy(() -> step(bad))
                .isInstanceOf(EnvironmentFaultException.class)
                .hasMessage("The environment Bad-v0 failed (policy p, agent 3, step 1 of the episode): step threw"
                        + " java.lang.ArithmeticException: / by zero; correct the environment.");
    }

    @Test
    void namesARewardThatIsNotFinite() {
        Environment bad = checked(REAL, Double.NaN, new float[2], step -> {});
        bad.reset(random);
        assertThatThrownBy(() -> step(bad)).hasMessageContaining("step 1 of the episode): its reward is NaN");
    }

    @Test
    void namesAnObservationThatIsNotFinite() {
        Environment bad = checked(REAL, 0, new float[] {0, Float.POSITIVE_INFINITY}, step -> {});
        bad.reset(random);
        assertThatThrownBy(() -> bad.observe(new float[2], 0))
                .hasMessageContaining("element 1 of its observation is Infinity, but must be a finite number");
    }

    @Test
    void namesAnObservationOutsideItsSpace() {
        for (float value : new float[] {3, -1, 0.5f, Float.NaN}) {
            Environment bad = checked(THREE, 0, new float[] {value}, step -> {});
            bad.reset(random);
            assertThatThrownBy(() -> bad.observe(new float[1], 0))
                    .hasMessageContaining("is " + value + ", but must be one of 0 … 2");
        }
    }

    @Test
    void namesAnObservationOfAnotherShape() {
        Environment bad = checked(REAL, 0, new float[3], step -> {});
        assertThatThrownBy(() -> bad.reset(random))
                .isInstanceOf(EnvironmentFaultException.class)
                .hasMessageContaining("the observation has 3 numbers, but its space has 2 elements");
    }

    @Test
    void namesAStepAfterTheEnd() {
        Environment pole = new CheckedEnvironment(new TimeLimit(new CartPole(), 1), "Bad-v0", () -> "test");
        pole.reset(random);
        step(pole);
        assertThat(result.ended()).isTrue();
        assertThatThrownBy(() -> step(pole)).hasMessageContaining("step is called after the end of the episode");
        pole.reset(random);
        step(pole);
    }

    @Test
    void namesAMaskThatAllowsNothing() {
        Environment bad = checked(THREE, 0, new float[1], step -> {});
        bad.reset(random);
        assertThatThrownBy(() -> bad.mask(new byte[2], 0)).hasMessageContaining("allows no choice of action element 0");
    }

    private void step(Environment environment) {
        environment.step(new float[] {1}, 0, random, result);
    }

    private interface Work {
        void step(float[] action);
    }

    private static Environment checked(Space observations, double reward, float[] observation, Work work) {
        SimpleEnvironment simple = new SimpleEnvironment() {

            @Override
            public Space observationSpace() {
                return observations;
            }

            @Override
            public Space actionSpace() {
                return new Discrete(2);
            }

            @Override
            public float[] reset(long seed) {
                return observation;
            }

            @Override
            public Step step(float[] action) {
                work.step(action);
                return Step.of(observation, reward, false);
            }

            @Override
            public boolean masksActions() {
                return true;
            }

            @Override
            public Optional<boolean[]> mask() {
                return Optional.of(new boolean[2]);
            }
        };
        return new CheckedEnvironment(simple.adapted(), "Bad-v0", () -> "policy p, agent 3");
    }
}
