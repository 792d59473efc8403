package dev.streamgrad.simulator.environment;

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

/** The environments that a simulator can host, by name. Immutable. */
public final class EnvironmentRegistry {

    /**
     * MinAtar limits no game but Freeway, which terminates by itself. Who plays the others well never ends, and Breakout's ball can
     * go in circles for ever.
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
            // Gymnasium gives CliffWalking no limit; a greedy policy that walks into a wall would never end.
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

    /** A registry of just these; a later entry replaces an earlier one of its name. */
    public EnvironmentRegistry(Iterable<EnvironmentEntry> entries) {
        Map<String, EnvironmentEntry> byId = new LinkedHashMap<>();
        entries.forEach(entry -> byId.put(entry.id(), entry));
        this.entries = Collections.unmodifiableMap(byId);
    }

    /** The environments that come with Streamgrad. */
    public static EnvironmentRegistry standard() {
        return STANDARD;
    }

    /** This registry and one more environment. */
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

    /** The known names, in order of registration. */
    public List<String> ids() {
        return List.copyOf(entries.keySet());
    }

    /**
     * The environment of that name.
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

    /** Requires that the environment of that name has the options that are asked for. */
    public void checkOptions(String id, boolean difficultyRamping, boolean actionMasks, Faults faults) {
        List<String> ramping = able(entry -> entry.rampingFactory().isPresent());
        faults.require(
                !difficultyRamping || ramping.contains(id),
                "environment.difficultyRamping is true, but " + id
                        + " does not get harder as an episode goes on; leave it false, or choose one of "
                        + String.join(", ", ramping) + ".");
        List<String> masking = able(EnvironmentEntry::masksActions);
        faults.require(
                !actionMasks || masking.contains(id),
                "environment.actionMasks is true, but " + id
                        + " does not say which actions are allowed; leave it false, or choose one of "
                        + String.join(", ", masking) + ".");
    }

    private List<String> able(Predicate<EnvironmentEntry> what) {
        return entries.values().stream().filter(what).map(EnvironmentEntry::id).toList();
    }

    /**
     * A new instance of what a spec describes, its options and the time limit included.
     *
     * @throws UnknownEnvironmentException if no environment has the name
     * @throws InvalidSpecException if the spec asks for an option that the environment does not have
     * @throws IllegalArgumentException if the spec's spaces are not the environment's
     */
    public Environment create(EnvironmentSpec spec) {
        EnvironmentEntry entry = entry(spec.id());
        if (!spec.observationSpace().equals(entry.observationSpace())
                || !spec.actionSpace().equals(entry.actionSpace())) {
            throw new IllegalArgumentException(
                    "The training spec gives " + spec.id()
                            + " other spaces than this simulator's environment of that name has; use the same release for both.");
        }
        Faults faults = new Faults();
        checkOptions(spec.id(), spec.difficultyRamping(), spec.actionMasks(), faults);
        faults.throwIfAny();
        return entry.create(spec);
    }
}
