package dev.streamgrad.environment;

import dev.streamgrad.contract.random.RandomStream;

/**
 * Repeats, with some probability, the last executed action instead of the new one (Machado et al., 2018). Draws one uniform number
 * per step, before the draws of the environment; if it is below the probability, the last action is repeated.
 *
 * <p>The first action of an episode is always executed, except in MinAtar's games: their episodes start as if the last action had
 * been 0, none. In MinAtar, the last action of an episode can be repeated in the next one; here it cannot, so each episode can be
 * replayed on its own.
 */
final class StickyActions extends Wrapper {

    private final double probability;
    private final boolean beginsIdle;
    private final float[] last;
    private boolean hasLast;

    /** Wraps {@code environment}. The probability of a repetition is in [0, 1). */
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
