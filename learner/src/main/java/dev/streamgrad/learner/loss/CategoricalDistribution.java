package dev.streamgrad.learner.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * Softmax over logits. With p the probabilities and a one-hot: ∂ log π(a) / ∂logit = a − p, and ∂H / ∂logit_j = −p_j (log p_j +
 * H).
 */
public final class CategoricalDistribution implements PolicyDistribution {

    private static final int[] CHOICES = {1};

    private final NDArray actions;
    private final NDArray logProbabilitiesOfAll;
    private final NDArray probabilities;
    private final NDArray logProbabilities;
    private final NDArray entropies;

    /**
     * The distribution of every row.
     *
     * @param logits [B, K]
     * @param actions one-hot, [B, K]
     */
    public CategoricalDistribution(NDArray logits, NDArray actions) {
        this.actions = actions;
        logProbabilitiesOfAll = logits.logSoftmax(1);
        probabilities = logProbabilitiesOfAll.exp();
        logProbabilities = logProbabilitiesOfAll.mul(actions).sum(CHOICES);
        entropies = probabilities.mul(logProbabilitiesOfAll).sum(CHOICES).negi();
    }

    @Override
    public NDArray logProbabilities() {
        return logProbabilities;
    }

    @Override
    public NDArray entropies() {
        return entropies;
    }

    @Override
    public OutputGradient gradient(NDArray logProbabilityGradient, double entropyGradient) {
        long rows = logProbabilityGradient.size();
        NDArray gradient = probabilities.neg().addi(actions).muli(logProbabilityGradient.reshape(rows, 1));
        if (entropyGradient != 0) {
            NDArray surprise = logProbabilitiesOfAll.add(entropies.reshape(rows, 1));
            gradient.subi(surprise.muli(probabilities).muli(entropyGradient));
        }
        return new OutputGradient(gradient, new NDList());
    }
}
