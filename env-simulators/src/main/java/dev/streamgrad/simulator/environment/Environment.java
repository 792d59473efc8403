package dev.streamgrad.simulator.environment;

import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.space.Space;
import java.util.Arrays;

/**
 * What an agent acts in: Gymnasium's {@code Env}, without allocation per step and with chance as an argument.
 *
 * <p>An environment is a deterministic function of its state, the action and the random stream, so that a recorded episode
 * can be played again. An instance holds one state and serves one thread.
 *
 * <p>Values of a space lie in a float array as {@link Space#elements()} numbers from an offset on; a discrete value is one
 * whole number, exact below 2^24.
 */
public interface Environment {

    /** The space of observations. */
    Space observationSpace();

    /** The space of actions. */
    Space actionSpace();

    /** Whether the environment says which actions are allowed. */
    default boolean masksActions() {
        return false;
    }

    /**
     * Writes which actions are allowed in the current state: at least one of every element of the action.
     *
     * @param mask receives 1 where a choice is allowed and 0 where not, one byte for every choice of a discrete action space, those of
     *     several elements one after the other
     * @param at index of the first
     */
    default void mask(byte[] mask, int at) {
        Arrays.fill(mask, at, at + actionSpace().distributionParameters(), (byte) 1);
    }

    /** Begins an episode; {@code random} decides its initial state. */
    void reset(RandomStream random);

    /**
     * Takes one step. After a step that ended the episode, {@link #observe} gives its final observation until
     * {@link #reset}.
     *
     * @param actions holds the action from index {@code at} on
     * @param at index of the action's first element
     * @param random decides what is random in the dynamics
     * @param result where the outcome is written
     */
    void step(float[] actions, int at, RandomStream random, StepResult result);

    /**
     * Writes the observation of the current state.
     *
     * @param observations where to
     * @param at index of the first element
     */
    void observe(float[] observations, int at);
}
