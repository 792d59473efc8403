package dev.streamgrad.environment;

import dev.streamgrad.contract.spec.EnvironmentSpec;
import dev.streamgrad.contract.spec.Faults;
import dev.streamgrad.contract.spec.InvalidSpecException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The environments that a simulator can run, by name. Immutable. */
public final class EnvironmentRegistry {

    /** The origin of the environments that come with Streamgrad. */
    public static final String BUILT_IN = "built in";

    private static final EnvironmentRegistry STANDARD =
            new EnvironmentRegistry(new BuiltInEnvironments().environments());

    private final Map<String, EnvironmentEntry> entries;
    private final Map<String, String> origins;

    /** Creates a registry of these entries. A later entry replaces an earlier one of the same name. */
    public EnvironmentRegistry(Iterable<EnvironmentEntry> entries) {
        Map<String, EnvironmentEntry> byId = new LinkedHashMap<>();
        entries.forEach(entry -> byId.put(entry.id(), entry));
        this.entries = Collections.unmodifiableMap(byId);
        origins = Map.of();
    }

    private EnvironmentRegistry(Map<String, EnvironmentEntry> entries, Map<String, String> origins) {
        this.entries = Collections.unmodifiableMap(entries);
        this.origins = Collections.unmodifiableMap(origins);
    }

    /** The environments that come with Streamgrad. */
    public static EnvironmentRegistry standard() {
        return STANDARD;
    }

    /** Returns a registry of the environments of this one and {@code entry}, which replaces one of the same name. */
    public EnvironmentRegistry with(EnvironmentEntry entry) {
        return with(entry, BUILT_IN);
    }

    /**
     * The same.
     *
     * @param origin where the environment comes from, such as the path of a jar
     */
    public EnvironmentRegistry with(EnvironmentEntry entry, String origin) {
        Map<String, EnvironmentEntry> more = new LinkedHashMap<>(entries);
        Map<String, String> moreOrigins = new HashMap<>(origins);
        more.put(entry.id(), entry);
        moreOrigins.put(entry.id(), origin);
        return new EnvironmentRegistry(more, moreOrigins);
    }

    /** Where an environment comes from: {@link #BUILT_IN}, or the path of its plug-in. */
    public String origin(String id) {
        return origins.getOrDefault(id, BUILT_IN);
    }

    /** Whether an environment has that name. */
    public boolean knows(String id) {
        return entries.containsKey(id);
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
     * @throws IllegalArgumentException if the environment cannot be created
     * @throws IllegalArgumentException if the spaces of the spec differ from those of the environment
     */
    public Environment create(EnvironmentSpec spec) {
        EnvironmentEntry entry = entry(spec.id());
        Faults faults = new Faults();
        checkOptions(spec.id(), spec.difficultyRamping(), spec.actionMasks(), faults);
        faults.throwIfAny();
        Environment environment = entry.create(spec);
        if (!spec.observationSpace().equals(environment.observationSpace())
                || !spec.actionSpace().equals(environment.actionSpace())) {
            throw new IllegalArgumentException(
                    "The training spec and this process have different spaces for the environment " + spec.id()
                            + "; use the same release" + (origins.containsKey(spec.id()) ? " and plug-in" : "")
                            + " for both.");
        }
        return environment;
    }
}
