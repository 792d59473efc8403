package dev.streamgrad.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.spec.ActionTransform;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import dev.streamgrad.contract.spec.InvalidSpecException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class EnvironmentRegistryTest {

    private final EnvironmentRegistry registry = EnvironmentRegistry.standard();

    @Test
    void listsTheEnvironmentsWithTheirLimitsAndThresholds() {
        Map<String, Integer> limits = new LinkedHashMap<>();
        registry.ids().forEach(id -> limits.put(id, registry.entry(id).maxEpisodeSteps()));
        assertThat(limits)
                .contains(
                        entry("CartPole-v1", 500),
                        entry("Acrobot-v1", 500),
                        entry("MountainCar-v0", 200),
                        entry("MountainCarContinuous-v0", 999),
                        entry("Pendulum-v1", 200),
                        entry("FrozenLake-v1", 100),
                        entry("FrozenLakeNotSlippery-v1", 100),
                        entry("FrozenLake8x8-v1", 200),
                        entry("CliffWalking-v1", 500),
                        entry("Taxi-v3", 200),
                        entry("Breakout-MinAtar", 10_000),
                        entry("Asterix-MinAtar", 10_000),
                        entry("Freeway-MinAtar", 0),
                        entry("SpaceInvaders-MinAtar", 10_000),
                        entry("Seaquest-MinAtar", 10_000));
        assertThat(registry.entry("CartPole-v1").rewardThreshold()).hasValue(475);
        assertThat(registry.entry("Pendulum-v1").rewardThreshold()).isEmpty();
    }

    @Test
    void suggestsTheNearestNameAndListsAllNames() {
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
    void rejectsASpecWithOtherSpaces() {
        EnvironmentSpec spec =
                EnvironmentSpec.of("CartPole-v1", CartPole.OBSERVATIONS, new Discrete(3), ActionTransform.CLIP);
        assertThatThrownBy(() -> registry.create(spec))
                .hasMessageContaining("different spaces for the environment CartPole-v1");
    }

    /** Asterix ramps at frame 102, so the spawn of frame 121 happens at frame 120. */
    @Test
    void appliesDifficultyRamping() {
        assertThat(screenAfter120Frames(true)).isNotEqualTo(screenAfter120Frames(false));
    }

    @Test
    void rejectsDifficultyRampingOfAnEnvironmentWithoutIt() {
        for (String id : List.of("CartPole-v1", "Breakout-MinAtar", "Freeway-MinAtar")) {
            assertThatThrownBy(() -> registry.create(spec(id, 0, true)))
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessageContaining("environment.difficultyRamping is true, but " + id)
                    .hasMessageContaining("choose one of Asterix-MinAtar, SpaceInvaders-MinAtar, Seaquest-MinAtar.");
        }
    }

    @Test
    void appliesStickyActions() {
        assertThat(idleFirstFrames(0)).isZero();
        assertThat(idleFirstFrames(0.5)).isBetween(440, 560);
    }

    @Test
    void addsAnEnvironment() {
        EnvironmentRegistry more =
                registry.with(EnvironmentEntry.of("Mine-v0", CartPole::new, 0, OptionalDouble.empty()));
        assertThat(more.ids()).contains("Mine-v0", "CartPole-v1");
        assertThat(more.entry("Mine-v0").create(0)).isInstanceOf(CartPole.class);
        assertThat(registry.ids()).doesNotContain("Mine-v0");
    }

    @Test
    void rejectsActionsOutsideTheSpace() {
        Environment environment = registry.entry("Acrobot-v1").create(0);
        RandomStream random = new RandomStream(0, Domain.ENVIRONMENT_RESET);
        environment.reset(random);
        for (float action : new float[] {-1, 3, 0.5f, Float.NaN}) {
            assertThatThrownBy(() -> environment.step(new float[] {action}, 0, random, new StepResult()))
                    .hasMessageContaining("must be one of 0 … 2");
        }
    }

    private EnvironmentSpec spec(String id, double stickyActions, boolean difficultyRamping) {
        EnvironmentEntry entry = registry.entry(id);
        return new EnvironmentSpec(
                id,
                entry.observationSpace(),
                entry.actionSpace(),
                ActionTransform.CLIP,
                0,
                false,
                stickyActions,
                difficultyRamping,
                Map.of());
    }

    private float[] screenAfter120Frames(boolean difficultyRamping) {
        Environment game = registry.create(spec("Asterix-MinAtar", 0, difficultyRamping));
        RandomStream random = new RandomStream(0, Domain.ENVIRONMENT_DYNAMICS);
        game.reset(random);
        for (int frame = 0; frame < 120; frame++) {
            game.step(new float[1], 0, random, new StepResult());
        }
        float[] screen = new float[400];
        game.observe(screen, 0);
        return screen;
    }

    /**
     * Counts in how many of 1,000 episodes the first action, left, does not move Asterix's player from the middle. For a
     * probability of one half, 500 ± 4 · 16.
     */
    private int idleFirstFrames(double stickyActions) {
        Environment game = registry.create(spec("Asterix-MinAtar", stickyActions, false));
        RandomStream random = new RandomStream(0, Domain.ENVIRONMENT_DYNAMICS);
        float[] screen = new float[400];
        int idle = 0;
        for (int episode = 0; episode < 1000; episode++) {
            game.reset(random);
            game.step(new float[] {1}, 0, random, new StepResult());
            game.observe(screen, 0);
            idle += (int) screen[(5 * 10 + 5) * 4];
        }
        return idle;
    }

    private int stepsUntilTruncation(int limit) {
        Environment environment = registry.create(new EnvironmentSpec(
                "Pendulum-v1",
                Pendulum.OBSERVATIONS,
                Pendulum.ACTIONS,
                ActionTransform.CLIP,
                limit,
                false,
                0,
                false,
                Map.of()));
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
