package dev.streamgrad.environment;

import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.space.Space;
import java.util.Arrays;
import java.util.Optional;

/**
 * An environment in which an agent acts: Gymnasium's {@code Env}, without allocation per step and with the random numbers as an
 * argument.
 *
 * <p>An environment is a deterministic function of its state, the action and the random stream, so a recorded episode can be
 * replayed. An instance holds one state and must be used by one thread only.
 *
 * <p>A value of a space is stored in a float array as {@link Space#elements()} consecutive numbers, starting at an offset. A
 * discrete value is one whole number, which is exact below 2^24.
 */
public interface Environment {

    /** The space of observations. */
    Space observationSpace();

    /** The space of actions. */
    Space actionSpace();

    /** Whether the environment restricts the allowed actions ({@link #mask}). */
    default boolean masksActions() {
        return false;
    }

    /**
     * Writes which actions are allowed in the current state. At least one choice of each element of the action is allowed.
     *
     * @param mask receives one byte per choice of a discrete action space: 1 if it is allowed, 0 if not. The choices of several
     *     elements follow one another
     * @param at index of the first byte
     */
    default void mask(byte[] mask, int at) {
        Arrays.fill(mask, at, at + actionSpace().distributionParameters(), (byte) 1);
    }

    /** Starts an episode; draws its initial state from {@code random}. */
    void reset(RandomStream random);

    /**
     * Takes one step. After a step that ended the episode, {@link #observe} returns its final observation until {@link #reset}.
     *
     * @param actions holds the action, starting at index {@code at}
     * @param at index of the action's first element
     * @param random source of the random numbers of the dynamics
     * @param result receives the result of the step
     */
    void step(float[] actions, int at, RandomStream random, StepResult result);

    /**
     * Writes the observation of the current state.
     *
     * @param observations receives the observation
     * @param at index of the observation's first element
     */
    void observe(float[] observations, int at);

    /** The current state as text of one or more lines, for people; empty if the environment does not render. */
    default Optional<String> render() {
        return Optional.empty();
    }
}
