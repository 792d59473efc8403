package dev.streamgrad.environment;

import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.space.MultiDiscrete;
import dev.streamgrad.contract.space.Space;
import java.util.function.Supplier;

/**
 * Checks what an environment does: it does not throw, its rewards are finite, its observations are values of their space, a mask allows
 * at least one choice of each element, and no step follows the end of an episode. Everything else throws an
 * {@link EnvironmentFaultException}.
 */
public final class CheckedEnvironment extends Wrapper {

    private final String id;
    private final Supplier<String> actor;
    private final ValueRange range;
    private final int elements;
    private final int[] choices;
    private long steps;
    private boolean open;

    /**
     * Checks {@code environment}.
     *
     * @param id its name, for messages
     * @param actor who acts in it, such as {@code policy p, agent 3}, for messages
     */
    public CheckedEnvironment(Environment environment, String id, Supplier<String> actor) {
        super(environment);
        this.id = id;
        this.actor = actor;
        Space observations = environment.observationSpace();
        range = ValueRange.of(observations);
        elements = observations.elements();
        Space actions = environment.actionSpace();
        choices = actions instanceof MultiDiscrete several
                ? several.sizes()
                : new int[] {actions.distributionParameters()};
    }

    @Override
    public void reset(RandomStream random) {
        steps = 0;
        try {
            environment.reset(random);
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            throw failed("reset", e);
        }
        open = true;
    }

    @Override
    public void step(float[] actions, int at, RandomStream random, StepResult result) {
        if (!open) {
            throw fault("step is called after the end of the episode; call reset first.");
        }
        steps++;
        try {
            environment.step(actions, at, random, result);
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            throw failed("step", e);
        }
        if (!Double.isFinite(result.reward())) {
            throw fault("its reward is " + result.reward() + "; return a finite number.");
        }
        open = !result.ended();
    }

    @Override
    public void observe(float[] observations, int at) {
        try {
            environment.observe(observations, at);
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            throw failed("observe", e);
        }
        int element = range.firstFault(observations, at, elements);
        if (element >= 0) {
            throw fault("element " + element + " of its observation is " + observations[at + element] + ", but must be "
                    + range.words(element) + "; correct observe, or the observation space.");
        }
    }

    @Override
    public void mask(byte[] mask, int at) {
        try {
            environment.mask(mask, at);
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            throw failed("mask", e);
        }
        int first = at;
        for (int element = 0; element < choices.length; element++) {
            if (!allowsOne(mask, first, choices[element])) {
                throw fault("its mask allows no choice of action element " + element + "; allow at least one.");
            }
            first += choices[element];
        }
    }

    private static boolean allowsOne(byte[] mask, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (mask[i] != 0) {
                return true;
            }
        }
        return false;
    }

    private EnvironmentFaultException fault(String what) {
        return new EnvironmentFaultException(place() + ": " + what);
    }

    private EnvironmentFaultException failed(String method, Throwable problem) {
        return new EnvironmentFaultException(
                place() + ": " + method + " threw " + problem + "; correct the environment.", problem);
    }

    private String place() {
        return "The environment " + id + " failed (" + actor.get() + ", step " + steps + " of the episode)";
    }
}
