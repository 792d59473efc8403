package dev.streamgrad.actor.inference;

import dev.streamgrad.contract.random.RandomStream;

/**
 * Independent binary elements with logits l. A sample draws one uniform u per element, in order; the element is 1 if u &lt; 1/(1 +
 * e^−l). The log-probability is Σ −ln(1 + e^∓l), with the minus sign if the element is 1, in float64 by ascending element. The mode
 * is 1 where l &gt; 0.
 */
public final class Bernoulli implements ActionDistribution {

    private final int elements;

    /** Creates a distribution over this number of elements. */
    public Bernoulli(int elements) {
        this.elements = elements;
    }

    @Override
    public void sample(float[] logits, int row, RandomStream random, float[] actions, int at) {
        for (int i = 0; i < elements; i++) {
            double logit = logits[row + i];
            actions[at + i] = random.nextUniform() < 1 / (1 + StrictMath.exp(-logit)) ? 1 : 0;
        }
    }

    @Override
    public void mode(float[] logits, int row, float[] actions, int at) {
        for (int i = 0; i < elements; i++) {
            actions[at + i] = logits[row + i] > 0 ? 1 : 0;
        }
    }

    @Override
    public float logProbability(float[] logits, int row, float[] actions, int at) {
        double sum = 0;
        for (int i = 0; i < elements; i++) {
            double against = actions[at + i] == 1 ? -logits[row + i] : logits[row + i];
            sum -= Math.max(against, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(against)));
        }
        return (float) sum;
    }
}
