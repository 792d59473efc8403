package dev.streamgrad.simulator.environment;

import dev.streamgrad.contract.random.RandomStream;

/**
 * Repeats, with some probability, the action that was carried out last instead of the new one (Machado et al., 2018). One uniform
 * number is drawn per step, before those of the environment; below the probability the last action is repeated.
 *
 * <p>An episode's first action is obeyed, except in MinAtar's games: they begin as if action 0, which does nothing, had been the
 * last. Unlike there, the last action of an episode does not reach into the next one, so that any episode can be played again on
 * its own.
 */
final class StickyActions extends Wrapper {

    private final double probability;
    private final boolean beginsIdle;
    private final float[] last;
    private boolean hasLast;

    /** Makes the actions of {@code environment} stick with a probability in [0, 1). */
    StickyActions(Environment environment, double probability) {
        super(environment);
        if (!(probability >= 0 && probability < 1)) {
            throw new IllegalArgumentException(
                    "The probability of sticky actions must be in [0, 1), but is " + probability + ".");
        }
        this.probability = probability;
        beginsIdle = environment instanceof MinAtarGame;
        last = new float[environment.actionSpace().elements()];
    }

    @Override
    public void reset(RandomStream random) {
        hasLast = beginsIdle;
        if (beginsIdle) {
            last[0] = 0; // Move.NONE
        }
        environment.reset(random);
    }

    @Override
    public void step(float[] actions, int at, RandomStream random, StepResult result) {
        boolean sticks = random.nextUniform() < probability;
        if (!sticks || !hasLast) {
            System.arraycopy(actions, at, last, 0, last.length);
            hasLast = true;
        }
        environment.step(last, 0, random, result);
    }
}
