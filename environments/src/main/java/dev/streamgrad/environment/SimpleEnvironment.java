package dev.streamgrad.environment;

import dev.streamgrad.contract.space.Space;
import java.util.Optional;

/**
 * An environment in Gymnasium's manner: {@code reset(seed)} and {@code step(action)} return new arrays. It is easier to write than an
 * {@link Environment}, and allocates an array per step. {@link #adapted} turns it into one.
 *
 * <p>All chance must come from the seed of the last {@link #reset}, such as from {@code new SplittableRandom(seed)}: the same seed and the
 * same actions give the same episode, so it can be replayed after a crash.
 */
public interface SimpleEnvironment {

    /** The space of observations. Instances with the same options have the same space. */
    Space observationSpace();

    /** The space of actions. Instances with the same options have the same space. */
    Space actionSpace();

    /**
     * Starts an episode.
     *
     * @param seed of all random numbers of the episode
     * @return the first observation: {@link Space#elements()} numbers. A discrete value is one whole number
     */
    float[] reset(long seed);

    /**
     * Takes one step.
     *
     * @param action a value of the action space: {@link Space#elements()} numbers. A discrete action is one whole number. The array is
     *     reused for the next step
     */
    Step step(float[] action);

    /**
     * The allowed choices of the current state; empty if this environment allows all actions in all states.
     *
     * @return one flag per choice of a discrete action space; the choices of several elements follow one another. At least one choice of
     *     each element is true
     */
    default Optional<boolean[]> mask() {
        return Optional.empty();
    }

    /** Whether {@link #mask} has a value in every state. */
    default boolean masksActions() {
        return false;
    }

    /** The current state as text of one or more lines, for people; empty if the environment does not render. */
    default Optional<String> render() {
        return Optional.empty();
    }

    /** This environment in the form that agents act in. */
    default Environment adapted() {
        return new AdaptedEnvironment(this);
    }

    /**
     * The result of a step.
     *
     * @param observation the observation after the step: {@link Space#elements()} numbers
     * @param reward the reward of the step
     * @param terminated whether the task ended: the value of its future is 0
     * @param truncated whether the episode was cut off, such as by a time limit of the environment's own
     */
    record Step(float[] observation, double reward, boolean terminated, boolean truncated) {

        /** A step after which the episode continues, or ends with its task. */
        public static Step of(float[] observation, double reward, boolean terminated) {
            return new Step(observation, reward, terminated, false);
        }
    }
}
