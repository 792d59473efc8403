package dev.streamgrad.environment;

import dev.streamgrad.contract.random.RandomStream;

/**
 * Truncates an episode at its n-th step, as Gymnasium's {@code TimeLimit} does. A step that terminates exactly at the limit has
 * both flags.
 */
public final class TimeLimit extends Wrapper {

    private final int maxEpisodeSteps;
    private int steps;

    /**
     * Limits {@code environment}.
     *
     * @param maxEpisodeSteps at least 1
     */
    public TimeLimit(Environment environment, int maxEpisodeSteps) {
        super(environment);
        if (maxEpisodeSteps < 1) {
            throw new IllegalArgumentException("A time limit must be at least 1 step, but is " + maxEpisodeSteps + ".");
        }
        this.maxEpisodeSteps = maxEpisodeSteps;
    }

    @Override
    public void reset(RandomStream random) {
        steps = 0;
        environment.reset(random);
    }

    @Override
    public void step(float[] actions, int at, RandomStream random, StepResult result) {
        environment.step(actions, at, random, result);
        steps++;
        if (steps >= maxEpisodeSteps) {
            result.truncate();
        }
    }
}
