package dev.streamgrad.environment.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.environment.EnvironmentEntry;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.environment.SimpleEnvironment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class EnvironmentKitTest {

    static List<String> ids() {
        return EnvironmentRegistry.standard().ids();
    }

    @ParameterizedTest
    @MethodSource("ids")
    void theBuiltInEnvironmentsKeepToTheRules(String id) {
        assertThat(EnvironmentKit.faults(EnvironmentRegistry.standard().entry(id)))
                .isEmpty();
    }

    @Test
    void aWalkThatKeepsToTheRulesHasNoFault() {
        assertThat(faults(new Walk())).isEmpty();
    }

    @Test
    void findsChanceThatIsNotOfTheSeed() {
        AtomicInteger seeds = new AtomicInteger();
        assertThat(faults(new Walk() {

                    @Override
                    public float[] reset(long seed) {
                        return super.reset(seeds.incrementAndGet());
                    }
                }))
                .hasSize(EnvironmentKit.SEEDS)
                .first()
                .asString()
                .startsWith("Seed 1, episode 0, step ")
                .contains("two instances that take turns");
    }

    @Test
    void findsStateThatAResetKeeps() {
        assertThat(faults(new Walk() {

                    private int total;

                    @Override
                    public Step step(float[] action) {
                        Step step = super.step(action);
                        return new Step(step.observation(), total++ < 1_500 ? 0 : 1, step.terminated(), false);
                    }
                }))
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault).contains("an instance that has played before differs"));
    }

    @Test
    void findsAnObservationOutsideItsBounds() {
        assertThat(faults(new Walk() {

                    @Override
                    public Box observationSpace() {
                        return Box.of(new float[] {-2}, new float[] {2});
                    }
                }))
                .first()
                .asString()
                .contains("element 0 of the observation is")
                .contains("outside of its bounds -2.0 … 2.0");
    }

    @Test
    void findsAnEpisodeWithoutEnd() {
        assertThat(faults(new Walk() {

                    @Override
                    public Step step(float[] action) {
                        return Step.of(super.step(action).observation(), 0, false);
                    }

                    @Override
                    public Box observationSpace() {
                        return Box.of(new float[] {-1e6f}, new float[] {1e6f});
                    }
                }))
                .first()
                .asString()
                .contains("does not end; give the environment a time limit");
    }

    @Test
    void findsAMaskWithoutAChoice() {
        assertThat(faults(new Walk() {

                    @Override
                    public boolean masksActions() {
                        return true;
                    }

                    @Override
                    public Optional<boolean[]> mask() {
                        return Optional.of(new boolean[2]);
                    }
                }))
                .first()
                .asString()
                .contains("its mask allows no choice of action element 0");
    }

    /** The faults of an environment, each instance of which is a copy of {@code prototype} with its own state. */
    private static List<String> faults(Walk prototype) {
        return EnvironmentKit.faults(
                EnvironmentEntry.of("Walk-v0", () -> prototype.copy().adapted(), 0, OptionalDouble.empty()));
    }

    /** A random walk that ends at ±5. */
    private static class Walk implements SimpleEnvironment, Cloneable {

        private SplittableRandom random = new SplittableRandom(0);
        private int place;

        final Walk copy() {
            try {
                return (Walk) clone();
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Box observationSpace() {
            return Box.of(new float[] {-5}, new float[] {5});
        }

        @Override
        public Space actionSpace() {
            return new Discrete(2);
        }

        @Override
        public float[] reset(long seed) {
            random = new SplittableRandom(seed);
            place = 0;
            return new float[] {place};
        }

        @Override
        public Step step(float[] action) {
            place += random.nextInt(3) - 1;
            return Step.of(new float[] {place}, 1, Math.abs(place) == 5);
        }
    }
}
