package dev.streamgrad.simulator.environment;

import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * An environment that can be named in a training spec.
 *
 * @param id its name, with its version, such as {@code CartPole-v1}
 * @param factory makes an instance without a time limit
 * @param rampingFactory makes an instance that gets harder as an episode goes on, where the environment can
 * @param observationSpace the space of its observations
 * @param actionSpace the space of its actions
 * @param masksActions whether it says which actions are allowed
 * @param maxEpisodeSteps its own time limit; 0 for none
 * @param rewardThreshold mean return at which its authors call it solved, where they published one
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

    /** Reads the spaces off an instance. */
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

    /** This environment, which can also get harder as an episode goes on: then it is made by {@code harder}. */
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
     * A new instance as it is by itself.
     *
     * @param limit after how many steps its episodes are truncated; 0 for the environment's own limit
     */
    public Environment create(int limit) {
        return limited(factory.get(), limit);
    }

    /**
     * A new instance with the options of a spec: difficulty, sticky actions, time limit.
     *
     * @throws java.util.NoSuchElementException if the difficulty is to ramp up where it cannot
     */
    Environment create(EnvironmentSpec spec) {
        Environment made = (spec.difficultyRamping() ? rampingFactory.orElseThrow() : factory).get();
        Environment obeying = spec.stickyActions() > 0 ? new StickyActions(made, spec.stickyActions()) : made;
        return limited(obeying, spec.maxEpisodeSteps());
    }

    private Environment limited(Environment environment, int limit) {
        int steps = limit > 0 ? limit : maxEpisodeSteps;
        return steps > 0 ? new TimeLimit(environment, steps) : environment;
    }
}
