package dev.streamgrad.actor.inference;

import dev.streamgrad.contract.random.RandomStream;

/**
 * Several independent {@link Categorical}s whose logits follow one another. A sample draws one uniform per element, in order. The
 * log-probabilities, each rounded to float32, are added in float64 by ascending element and rounded again.
 */
public final class MultiCategorical implements ActionDistribution {

    private final Categorical[] parts;
    private final int[] offsets;

    /** Creates a distribution over elements with these numbers of values. */
    public MultiCategorical(int[] sizes) {
        parts = new Categorical[sizes.length];
        offsets = new int[sizes.length];
        int offset = 0;
        for (int i = 0; i < sizes.length; i++) {
            parts[i] = new Categorical(sizes[i]);
            offsets[i] = offset;
            offset += sizes[i];
        }
    }

    @Override
    public void sample(float[] logits, int row, RandomStream random, float[] actions, int at) {
        for (int i = 0; i < parts.length; i++) {
            parts[i].sample(logits, row + offsets[i], random, actions, at + i);
        }
    }

    @Override
    public void mode(float[] logits, int row, float[] actions, int at) {
        for (int i = 0; i < parts.length; i++) {
            parts[i].mode(logits, row + offsets[i], actions, at + i);
        }
    }

    @Override
    public float logProbability(float[] logits, int row, float[] actions, int at) {
        double sum = 0;
        for (int i = 0; i < parts.length; i++) {
            sum += parts[i].logProbability(logits, row + offsets[i], actions, at + i);
        }
        return (float) sum;
    }
}
