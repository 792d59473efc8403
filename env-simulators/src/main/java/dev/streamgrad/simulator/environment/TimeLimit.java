package dev.streamgrad.simulator.environment;

import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.space.Space;

/**
 * Truncates an episode at its n-th step, as Gymnasium's wrapper of that name does: a step that terminates exactly at the
 * limit carries both flags.
 */
public final class TimeLimit implements Environment {

    private final Environment environment;
    private final int maxEpisodeSteps;
    private int steps;

    /**
     * Limits {@code environment}.
     *
     * @param maxEpisodeSteps at least 1
     */
    public TimeLimit(Environment environment, int maxEpisodeSteps) {
        if (maxEpisodeSteps < 1) {
            throw new IllegalArgumentException("A time limit must be at least 1 step, but is " + maxEpisodeSteps + ".");
        }
        this.environment = environment;
        this.maxEpisodeSteps = maxEpisodeSteps;
    }

    @Override
    public Space observationSpace() {
        return environment.observationSpace();
    }

    @Override
    public Space actionSpace() {
        return environment.actionSpace();
    }

    @Override
    public boolean masksActions() {
        return environment.masksActions();
    }

    @Override
    public void mask(byte[] mask, int at) {
        environment.mask(mask, at);
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

    @Override
    public void observe(float[] observations, int at) {
        environment.observe(observations, at);
    }
}
