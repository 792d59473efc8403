package dev.streamgrad.environment;

import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.Algorithm;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An environment that a training spec can name. {@link #of} takes the spaces from an instance, so they are declared once.
 *
 * @param id its name, with its version, such as {@code CartPole-v1}
 * @param options the options that a training spec can set
 * @param factory creates an instance without a time limit. It may throw an {@link IllegalArgumentException} with a sentence for the
 *     user if the values of the options do not fit together
 * @param rampingFactory creates an instance that gets harder during an episode; empty if the environment has no difficulty ramping
 * @param observationSpace the space of its observations with default options
 * @param actionSpace the space of its actions with default options
 * @param masksActions whether it restricts the allowed actions
 * @param maxEpisodeSteps its own time limit; 0 for none
 * @param rewardThreshold mean return at which its authors consider it solved; empty if they published none
 * @param presets settings that differ from an algorithm's defaults, as a JSON text per algorithm
 */
public record EnvironmentEntry(
        String id,
        List<EnvironmentOption> options,
        Function<EnvironmentOptions, Environment> factory,
        Optional<Supplier<Environment>> rampingFactory,
        Space observationSpace,
        Space actionSpace,
        boolean masksActions,
        int maxEpisodeSteps,
        OptionalDouble rewardThreshold,
        Map<Algorithm, String> presets) {

    /** Creates an entry of an environment without options; takes the spaces from an instance. */
    public static EnvironmentEntry of(
            String id, Supplier<Environment> factory, int maxEpisodeSteps, OptionalDouble rewardThreshold) {
        return withOptions(id, List.of(), none -> factory.get(), maxEpisodeSteps, rewardThreshold);
    }

    /** Creates an entry of an environment with options; takes the spaces from an instance with the default options. */
    public static EnvironmentEntry withOptions(
            String id,
            List<EnvironmentOption> options,
            Function<EnvironmentOptions, Environment> factory,
            int maxEpisodeSteps,
            OptionalDouble rewardThreshold) {
        Environment sample = factory.apply(EnvironmentOptions.read(id, options, Map.of()));
        return new EnvironmentEntry(
                id,
                List.copyOf(options),
                factory,
                Optional.empty(),
                sample.observationSpace(),
                sample.actionSpace(),
                sample.masksActions(),
                maxEpisodeSteps,
                rewardThreshold,
                Map.of());
    }

    /** This entry with difficulty ramping: {@code harder} creates an instance that gets harder during an episode. */
    public EnvironmentEntry withRamping(Supplier<Environment> harder) {
        return copy(Optional.of(harder), presets);
    }

    /**
     * This entry with a preset.
     *
     * @param json settings in the form of {@code spec.json}, such as {@code {"budget": {"totalSteps": 100000}}}; only those that differ
     *     from the algorithm's defaults
     */
    public EnvironmentEntry withPreset(Algorithm algorithm, String json) {
        Map<Algorithm, String> more = new EnumMap<>(Algorithm.class);
        more.putAll(presets);
        more.put(algorithm, json);
        return copy(rampingFactory, Map.copyOf(more));
    }

    private EnvironmentEntry copy(Optional<Supplier<Environment>> ramping, Map<Algorithm, String> newPresets) {
        return new EnvironmentEntry(
                id,
                options,
                factory,
                ramping,
                observationSpace,
                actionSpace,
                masksActions,
                maxEpisodeSteps,
                rewardThreshold,
                newPresets);
    }

    /**
     * Creates an instance without a time limit.
     *
     * @param set values of its options by name; those that are left out have their defaults
     * @throws IllegalArgumentException if an option is unknown, a value is not accepted, or the environment cannot be created
     */
    public Environment create(Map<String, String> set) {
        EnvironmentOptions values = EnvironmentOptions.read(id, options, set);
        try {
            return factory.apply(values);
        } catch (RuntimeException | LinkageError e) {
            String given = set.isEmpty() ? "" : " with environment.options " + set;
            throw new IllegalArgumentException(
                    "The environment " + id + " cannot be created" + given + ": " + EnvironmentFaultException.words(e),
                    e);
        }
    }

    /**
     * Creates an instance with default options.
     *
     * @param limit number of steps after which its episodes are truncated; 0 for the environment's own limit
     */
    public Environment create(int limit) {
        return create(Map.of(), limit);
    }

    /**
     * Creates an instance.
     *
     * @param set values of its options by name; those that are left out have their defaults
     * @param limit number of steps after which its episodes are truncated; 0 for the environment's own limit
     * @throws IllegalArgumentException as of {@link #create(Map)}
     */
    public Environment create(Map<String, String> set, int limit) {
        return limited(create(set), limit);
    }

    /**
     * Creates an instance with the settings of a spec: options, difficulty ramping, sticky actions, time limit.
     *
     * @throws IllegalArgumentException if it cannot be created
     */
    Environment create(EnvironmentSpec spec) {
        Environment environment = spec.difficultyRamping() ? ramping(spec.options()) : create(spec.options());
        Environment sticky =
                spec.stickyActions() > 0 ? new StickyActions(environment, spec.stickyActions()) : environment;
        return limited(sticky, spec.maxEpisodeSteps());
    }

    private Environment ramping(Map<String, String> set) {
        EnvironmentOptions.read(id, List.of(), set); // with ramping it has no options
        try {
            return rampingFactory.orElseThrow().get();
        } catch (RuntimeException | LinkageError e) {
            throw new IllegalArgumentException(
                    "The environment " + id + " cannot be created with difficulty ramping: "
                            + EnvironmentFaultException.words(e),
                    e);
        }
    }

    private Environment limited(Environment environment, int limit) {
        int steps = limit > 0 ? limit : maxEpisodeSteps;
        return steps > 0 ? new TimeLimit(environment, steps) : environment;
    }
}
