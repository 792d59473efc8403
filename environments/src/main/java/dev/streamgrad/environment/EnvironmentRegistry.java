package dev.streamgrad.environment;

import dev.streamgrad.contract.spec.EnvironmentSpec;
import dev.streamgrad.contract.spec.Faults;
import dev.streamgrad.contract.spec.InvalidSpecException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The environments that a simulator can run, by name. Immutable. */
public final class EnvironmentRegistry {

    /**
     * Time limit of the MinAtar games except Freeway, which terminates by itself. MinAtar sets none. Without one, a good policy's
     * episode never ends, and Breakout's ball can repeat a cycle forever.
     */
    private static final int MINATAR_STEPS = 10_000;

    private static final EnvironmentRegistry STANDARD = new EnvironmentRegistry(List.of(
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
                    .withRamping(() -> new Seaquest(true))));

    private final Map<String, EnvironmentEntry> entries;

    /** Creates a registry of these entries. A later entry replaces an earlier one of the same name. */
    public EnvironmentRegistry(Iterable<EnvironmentEntry> entries) {
        Map<String, EnvironmentEntry> byId = new LinkedHashMap<>();
        entries.forEach(entry -> byId.put(entry.id(), entry));
        this.entries = Collections.unmodifiableMap(byId);
    }

    /** The environments that come with Streamgrad. */
    public static EnvironmentRegistry standard() {
        return STANDARD;
    }

    /** Returns a registry of the environments of this one and {@code entry}. */
    public EnvironmentRegistry with(EnvironmentEntry entry) {
        Map<String, EnvironmentEntry> more = new LinkedHashMap<>(entries);
        more.put(entry.id(), entry);
        return new EnvironmentRegistry(more.values());
    }

    private static EnvironmentEntry tabular(
            String id, TabularEnvironment.Table table, int maxEpisodeSteps, OptionalDouble rewardThreshold) {
        return EnvironmentEntry.of(id, () -> new TabularEnvironment(table), maxEpisodeSteps, rewardThreshold);
    }

    private static EnvironmentEntry minAtar(String id, Supplier<Environment> factory, int maxEpisodeSteps) {
        return EnvironmentEntry.of(id, factory, maxEpisodeSteps, OptionalDouble.empty());
    }

    /** The names of all environments, in order of registration. */
    public List<String> ids() {
        return List.copyOf(entries.keySet());
    }

    /**
     * Returns the environment of that name.
     *
     * @throws UnknownEnvironmentException if there is none
     */
    public EnvironmentEntry entry(String id) {
        EnvironmentEntry entry = entries.get(id);
        if (entry == null) {
            throw new UnknownEnvironmentException(id, ids());
        }
        return entry;
    }

    /** Checks that the environment of that name supports the requested options; adds a fault for each that it does not support. */
    public void checkOptions(String id, boolean difficultyRamping, boolean actionMasks, Faults faults) {
        List<String> ramping = idsWhere(entry -> entry.rampingFactory().isPresent());
        faults.require(
                !difficultyRamping || ramping.contains(id),
                "environment.difficultyRamping is true, but " + id
                        + " has no difficulty ramping; leave it false, or choose one of "
                        + String.join(", ", ramping) + ".");
        List<String> masking = idsWhere(EnvironmentEntry::masksActions);
        faults.require(
                !actionMasks || masking.contains(id),
                "environment.actionMasks is true, but " + id
                        + " has no action masks; leave it false, or choose one of "
                        + String.join(", ", masking) + ".");
    }

    private List<String> idsWhere(Predicate<EnvironmentEntry> condition) {
        return entries.values().stream()
                .filter(condition)
                .map(EnvironmentEntry::id)
                .toList();
    }

    /**
     * Creates an instance of the environment that a spec describes, with its options and time limit.
     *
     * @throws UnknownEnvironmentException if no environment has the name
     * @throws InvalidSpecException if the spec asks for an option that the environment does not support
     * @throws IllegalArgumentException if the spaces of the spec differ from those of the environment
     */
    public Environment create(EnvironmentSpec spec) {
        EnvironmentEntry entry = entry(spec.id());
        if (!spec.observationSpace().equals(entry.observationSpace())
                || !spec.actionSpace().equals(entry.actionSpace())) {
            throw new IllegalArgumentException(
                    "The training spec and this simulator have different spaces for the environment " + spec.id()
                            + "; use the same release for both.");
        }
        Faults faults = new Faults();
        checkOptions(spec.id(), spec.difficultyRamping(), spec.actionMasks(), faults);
        faults.throwIfAny();
        return entry.create(spec);
    }
}
