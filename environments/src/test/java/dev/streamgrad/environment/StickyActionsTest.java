package dev.streamgrad.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.space.Box;
import org.junit.jupiter.api.Test;

final class StickyActionsTest {

    private final RandomStream random = new RandomStream(21, Domain.ENVIRONMENT_DYNAMICS);
    private final StepResult result = new StepResult();

    /** Observes the last action that it received, which has two elements. */
    private static final class Mirror implements Environment {

        private static final Box SPACE = Box.of(new float[] {-1, -1}, new float[] {1e9f, 1e9f});
        private final float[] seen = {-1, -1};

        @Override
        public Box observationSpace() {
            return SPACE;
        }

        @Override
        public Box actionSpace() {
            return SPACE;
        }

        @Override
        public void reset(RandomStream random) {
            seen[0] = -1;
            seen[1] = -1;
        }

        @Override
        public void step(float[] actions, int at, RandomStream random, StepResult result) {
            System.arraycopy(actions, at, seen, 0, 2);
            result.set(random.nextUniform(), false);
        }

        @Override
        public void observe(float[] observations, int at) {
            System.arraycopy(seen, 0, observations, at, 2);
        }
    }

    /** 40,000 steps; four standard errors of a probability of 0.3 are 0.0092. */
    @Test
    void repeatsTheLastExecutedActionWithTheProbability() {
        Environment sticky = new StickyActions(new Mirror(), 0.3);
        sticky.reset(random);
        float[] seen = new float[2];
        float last = -1;
        int repeated = 0;
        for (int step = 0; step < 40_000; step++) {
            sticky.step(new float[] {0, step, step + 1}, 1, random, result);
            sticky.observe(seen, 0);
            assertThat(seen[1]).as("the whole action is repeated").isEqualTo(seen[0] + 1);
            if (seen[0] != step) {
                assertThat(seen[0])
                        .as("last executed action before step %d", step)
                        .isEqualTo(last);
                repeated++;
            }
            last = seen[0];
        }
        assertThat(repeated / 40_000.0).isCloseTo(0.3, within(0.0092));
    }

    @Test
    void executesTheFirstActionOfEveryEpisode() {
        Environment sticky = new StickyActions(new Mirror(), 0.9);
        float[] seen = new float[2];
        for (int episode = 1; episode < 200; episode++) {
            sticky.reset(random);
            sticky.step(new float[] {episode, episode}, 0, random, result);
            sticky.observe(seen, 0);
            assertThat(seen[0]).isEqualTo(episode);
        }
    }

    /** The player of Asterix starts in the middle. It goes left unless the action 0 before the first frame is repeated. */
    @Test
    void aMinAtarGameStartsAsIfTheLastActionHadBeenNone() {
        Asterix game = new Asterix(false);
        Environment sticky = new StickyActions(game, 0.3);
        int idle = 0;
        for (int episode = 0; episode < 10_000; episode++) {
            sticky.reset(random);
            sticky.step(new float[] {1}, 0, random, result);
            idle += game.playerX == 5 ? 1 : 0;
        }
        assertThat(idle / 10_000.0).isCloseTo(0.3, within(0.0184));
    }

    @Test
    void drawsOnceBeforeTheEnvironmentDoes() {
        Environment sticky = new StickyActions(new Mirror(), 0.5);
        sticky.reset(random);
        RandomStream expected = new RandomStream(21, Domain.ENVIRONMENT_DYNAMICS);
        for (int step = 0; step < 10; step++) {
            sticky.step(new float[2], 0, random.at(0, step), result);
            expected.at(0, step).nextUniform();
            assertThat(result.reward()).isEqualTo(expected.nextUniform());
        }
    }

    @Test
    void rejectsAProbabilityOutsideItsRange() {
        for (double probability : new double[] {-0.1, 1, Double.NaN}) {
            assertThatThrownBy(() -> new StickyActions(new Mirror(), probability))
                    .hasMessageContaining("must be in [0, 1)");
        }
    }
}
