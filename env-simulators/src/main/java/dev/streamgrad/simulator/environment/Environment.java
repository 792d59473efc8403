package dev.streamgrad.simulator.environment;

import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.space.Space;

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
