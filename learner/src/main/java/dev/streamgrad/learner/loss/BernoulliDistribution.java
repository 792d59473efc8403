package dev.streamgrad.learner.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * Independent switches with logits l and p = 1/(1 + e^−l): log π(a) = Σ_k (a l − s) with s = ln(1 + e^l), ∂/∂l = a − p; the
 * entropy Σ_k (s − p l) has ∂/∂l = −l p (1 − p).
 */
public final class BernoulliDistribution implements PolicyDistribution {

    private static final int[] SWITCHES = {1};

    private final NDArray logits;
    private final NDArray actions;
    private final NDArray probabilities;
    private final NDArray logProbabilities;
    private final NDArray entropies;

    /**
     * The distribution of every row.
     *
     * @param logits [B, K]
     * @param actions 0 or 1, [B, K]
     */
    public BernoulliDistribution(NDArray logits, NDArray actions) {
        this.logits = logits;
        this.actions = actions;
        NDArray small = logits.abs().negi().exp(); // e^−|l| never overflows
        NDArray softPlus = small.add(1).log().addi(logits.maximum(0f));
        NDArray larger = small.add(1).pow(-1); // the larger of p and 1 − p
        NDArray positive = logits.gte(0f).toType(logits.getDataType(), false);
        NDArray negative = positive.neg().addi(1);
        probabilities = positive.muli(larger).addi(negative.muli(larger).muli(small));
        logProbabilities = actions.mul(logits).subi(softPlus).sum(SWITCHES);
        entropies = softPlus.sub(probabilities.mul(logits)).sum(SWITCHES);
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
        NDArray gradient = actions.sub(probabilities)
                .muli(logProbabilityGradient.reshape(actions.getShape().get(0), 1));
        if (entropyGradient != 0) {
            NDArray slope = probabilities.neg().addi(1).muli(probabilities).muli(logits);
            gradient.subi(slope.muli(entropyGradient));
        }
        return new OutputGradient(gradient, new NDList());
    }
}
