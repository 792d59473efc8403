package dev.streamgrad.environment;

import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * An environment that a training spec can name.
 *
 * @param id its name, with its version, such as {@code CartPole-v1}
 * @param factory creates an instance without a time limit
 * @param rampingFactory creates an instance that gets harder during an episode; empty if the environment has no difficulty ramping
 * @param observationSpace the space of its observations
 * @param actionSpace the space of its actions
 * @param masksActions whether it restricts the allowed actions
 * @param maxEpisodeSteps its own time limit; 0 for none
 * @param rewardThreshold mean return at which its authors consider it solved; empty if they published none
 */
public record EnvironmentEntry(
        String id,
        Supplier<Environment> factory,
        Optional<Supplier<Environment>> rampingFactory,
        Space observationSpace,
        Space actionSpace,
        boolean masksActions,
        int maxEpisodeSteps,
        OptionalDouble rewardThreshold) {

    /** Creates an entry; takes the spaces from an instance. */
    public static EnvironmentEntry of(
            String id, Supplier<Environment> factory, int maxEpisodeSteps, OptionalDouble rewardThreshold) {
        Environment sample = factory.get();
        return new EnvironmentEntry(
                id,
                factory,
                Optional.empty(),
                sample.observationSpace(),
                sample.actionSpace(),
                sample.masksActions(),
                maxEpisodeSteps,
                rewardThreshold);
    }

    /** This entry with difficulty ramping: {@code harder} creates an instance that gets harder during an episode. */
    public EnvironmentEntry withRamping(Supplier<Environment> harder) {
        return new EnvironmentEntry(
                id,
                factory,
                Optional.of(harder),
                observationSpace,
                actionSpace,
                masksActions,
                maxEpisodeSteps,
                rewardThreshold);
    }

    /**
     * Creates an instance without options.
     *
     * @param limit number of steps after which its episodes are truncated; 0 for the environment's own limit
     */
    public Environment create(int limit) {
        return limited(factory.get(), limit);
    }

    /**
     * Creates an instance with the options of a spec: difficulty ramping, sticky actions, time limit.
     *
     * @throws java.util.NoSuchElementException if the spec asks for difficulty ramping and the environment has none
     */
    Environment create(EnvironmentSpec spec) {
        Environment environment = (spec.difficultyRamping() ? rampingFactory.orElseThrow() : factory).get();
        Environment sticky =
                spec.stickyActions() > 0 ? new StickyActions(environment, spec.stickyActions()) : environment;
        return limited(sticky, spec.maxEpisodeSteps());
    }

    private Environment limited(Environment environment, int limit) {
        int steps = limit > 0 ? limit : maxEpisodeSteps;
        return steps > 0 ? new TimeLimit(environment, steps) : environment;
    }
}
