package dev.streamgrad.actor.inference;

import dev.streamgrad.contract.random.RandomStream;

/**
 * One of n actions, with logits l.
 *
 * <p>All sums are float64 and by ascending action: wᵢ = exp(lᵢ − max l), S = Σ wᵢ. A sample draws one uniform u and is the first
 * action whose w₀ + … + wᵢ exceeds u·S; if rounding leaves none, the last action with wᵢ &gt; 0. So an action of probability zero
 * is never drawn. The log-probability is lᵢ − max l − ln S; it is NaN if a logit is NaN or +∞, or if all are −∞. The mode is the
 * first of the largest logits.
 */
public final class Categorical implements ActionDistribution {

    private final double[] weights;

    /** Creates a distribution over the actions 0…n−1. */
    public Categorical(int n) {
        weights = new double[n];
    }

    @Override
    public void sample(float[] logits, int row, RandomStream random, float[] actions, int at) {
        double threshold = random.nextUniform() * weigh(logits, row);
        double cumulative = 0;
        int drawn = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                drawn = i;
                cumulative += weights[i];
                if (cumulative > threshold) {
                    break;
                }
            }
        }
        actions[at] = drawn;
    }

    @Override
    public void mode(float[] logits, int row, float[] actions, int at) {
        int best = 0;
        for (int i = 1; i < weights.length; i++) {
            if (logits[row + i] > logits[row + best]) {
                best = i;
            }
        }
        actions[at] = best;
    }

    @Override
    public float logProbability(float[] logits, int row, float[] actions, int at) {
        double total = weigh(logits, row);
        double logit = logits[row + (int) actions[at]];
        return (float) (logit - largest(logits, row) - StrictMath.log(total));
    }

    /** Computes the weights and returns their sum, which is at least 1. The sum is NaN if the logits describe no distribution. */
    private double weigh(float[] logits, int row) {
        double largest = largest(logits, row);
        double total = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = StrictMath.exp(logits[row + i] - largest);
            total += weights[i];
        }
        return total;
    }

    private double largest(float[] logits, int row) {
        float largest = logits[row];
        for (int i = 1; i < weights.length; i++) {
            largest = Math.max(largest, logits[row + i]);
        }
        return largest;
    }
}
