package dev.streamgrad.environment;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** Provides the environments that come with Streamgrad. */
final class BuiltInEnvironments implements EnvironmentProvider {

    /**
     * Time limit of the MinAtar games except Freeway, which terminates by itself. MinAtar sets none. Without one, a good policy's
     * episode never ends, and Breakout's ball can repeat a cycle forever.
     */
    private static final int MINATAR_STEPS = 10_000;

    private static final List<EnvironmentEntry> ENTRIES = List.of(
            EnvironmentEntry.of("CartPole-v1", CartPole::new, 500, OptionalDouble.of(475)),
            EnvironmentEntry.of("Acrobot-v1", Acrobot::new, 500, OptionalDouble.of(-100)),
            EnvironmentEntry.of("MountainCar-v0", MountainCar::new, 200, OptionalDouble.of(-110)),
            EnvironmentEntry.of("MountainCarContinuous-v0", MountainCarContinuous::new, 999, OptionalDouble.of(90)),
            EnvironmentEntry.of("Pendulum-v1", Pendulum::new, 200, OptionalDouble.empty()),
            tabular("FrozenLake-v1", FrozenLake.SLIPPERY, 100, OptionalDouble.of(0.70)),
            tabular("FrozenLakeNotSlippery-v1", FrozenLake.NOT_SLIPPERY, 100, OptionalDouble.of(0.70)),
            tabular("FrozenLake8x8-v1", FrozenLake.SLIPPERY_8X8, 200, OptionalDouble.of(0.85)),
            // Gymnasium sets no limit. Without one, an episode of a greedy policy that walks into a wall never ends.
            tabular("CliffWalking-v1", CliffWalking.TABLE, 500, OptionalDouble.empty()),
            tabular("Taxi-v3", Taxi.TABLE, 200, OptionalDouble.of(8)),
            minAtar("Breakout-MinAtar", Breakout::new, MINATAR_STEPS),
            minAtar("Asterix-MinAtar", () -> new Asterix(false), MINATAR_STEPS).withRamping(() -> new Asterix(true)),
            minAtar("Freeway-MinAtar", Freeway::new, 0),
            minAtar("SpaceInvaders-MinAtar", () -> new SpaceInvaders(false), MINATAR_STEPS)
                    .withRamping(() -> new SpaceInvaders(true)),
            minAtar("Seaquest-MinAtar", () -> new Seaquest(false), MINATAR_STEPS)
                    .withRamping(() -> new Seaquest(true)));

    @Override
    public List<EnvironmentEntry> environments() {
        return ENTRIES;
    }

    private static EnvironmentEntry tabular(
            String id, TabularEnvironment.Table table, int maxEpisodeSteps, OptionalDouble rewardThreshold) {
        return EnvironmentEntry.of(id, () -> new TabularEnvironment(table), maxEpisodeSteps, rewardThreshold);
    }

    private static EnvironmentEntry minAtar(String id, Supplier<Environment> factory, int maxEpisodeSteps) {
        return EnvironmentEntry.of(id, factory, maxEpisodeSteps, OptionalDouble.empty());
    }
}
