package dev.streamgrad.simulator.environment;

import dev.streamgrad.contract.space.Space;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * An environment that can be named in a training spec.
 *
 * @param id its name, with its version, such as {@code CartPole-v1}
 * @param factory makes an instance without a time limit
 * @param observationSpace the space of its observations
 * @param actionSpace the space of its actions
 * @param maxEpisodeSteps its own time limit; 0 for none
 * @param rewardThreshold mean return at which its authors call it solved, where they published one
 */
public record EnvironmentEntry(
        String id,
        Supplier<Environment> factory,
        Space observationSpace,
        Space actionSpace,
        int maxEpisodeSteps,
        OptionalDouble rewardThreshold) {

    /** Reads the spaces off an instance. */
    public static EnvironmentEntry of(
            String id, Supplier<Environment> factory, int maxEpisodeSteps, OptionalDouble rewardThreshold) {
        Environment sample = factory.get();
        return new EnvironmentEntry(
                id, factory, sample.observationSpace(), sample.actionSpace(), maxEpisodeSteps, rewardThreshold);
    }

    /**
     * A new instance.
     *
     * @param limit after how many steps its episodes are truncated; 0 for the environment's own limit
     */
    public Environment create(int limit) {
        int steps = limit > 0 ? limit : maxEpisodeSteps;
        Environment environment = factory.get();
        return steps > 0 ? new TimeLimit(environment, steps) : environment;
    }
}
