package dev.streamgrad.environment;

import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.space.Space;
import java.util.Arrays;
import java.util.Optional;

/**
 * A {@link SimpleEnvironment} as an {@link Environment}. The seed of an episode is the first number of its reset stream; the stream of the
 * dynamics is not used. Allocates what the inner environment allocates.
 */
final class AdaptedEnvironment implements Environment {

    private final SimpleEnvironment environment;
    private final int elements;
    private final float[] action;
    private final int choices;
    private float[] observation;

    AdaptedEnvironment(SimpleEnvironment environment) {
        this.environment = environment;
        elements = environment.observationSpace().elements();
        action = new float[environment.actionSpace().elements()];
        choices = environment.actionSpace().distributionParameters();
        observation = new float[elements];
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
        Optional<boolean[]> allowed = environment.mask();
        if (allowed.isEmpty()) {
            Arrays.fill(mask, at, at + choices, (byte) 1);
            return;
        }
        boolean[] flags = allowed.get();
        if (flags.length != choices) {
            throw new IllegalStateException(
                    "the mask has " + flags.length + " flags, but the action space has " + choices + " choices");
        }
        for (int i = 0; i < choices; i++) {
            mask[at + i] = (byte) (flags[i] ? 1 : 0);
        }
    }

    @Override
    public void reset(RandomStream random) {
        observation = checked(environment.reset(random.nextLong()));
    }

    @Override
    public void step(float[] actions, int at, RandomStream random, StepResult result) {
        System.arraycopy(actions, at, action, 0, action.length);
        SimpleEnvironment.Step step = environment.step(action);
        observation = checked(step.observation());
        result.set(step.reward(), step.terminated());
        if (step.truncated()) {
            result.truncate();
        }
    }

    @Override
    public void observe(float[] observations, int at) {
        System.arraycopy(observation, 0, observations, at, elements);
    }

    @Override
    public Optional<String> render() {
        return environment.render();
    }

    /** The environment may change its array at its next step, and nobody reads it after that, so it is not copied. */
    private float[] checked(float[] returned) {
        if (returned.length != elements) {
            throw new IllegalStateException(
                    "the observation has " + returned.length + " numbers, but its space has " + elements + " elements");
        }
        return returned;
    }
}
