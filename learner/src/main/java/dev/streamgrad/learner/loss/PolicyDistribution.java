package dev.streamgrad.learner.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** A distribution over actions for every row, with the gradient of its log-probability and entropy. */
public sealed interface PolicyDistribution
        permits CategoricalDistribution,
                MultiCategoricalDistribution,
                BernoulliDistribution,
                GaussianDistribution,
                StateDependentDistribution {

    /** log π(a|s) of the taken actions, [B]. */
    NDArray logProbabilities();

    /** Entropy in nats, [B]. */
    NDArray entropies();

    /**
     * Gradient of Σ_rows (g · log π(a|s) + h · entropy) with respect to the network's outputs and {@code log_std}.
     *
     * @param logProbabilityGradient g, [B]
     * @param entropyGradient h, the same for every row
     */
    OutputGradient gradient(NDArray logProbabilityGradient, double entropyGradient);

    /**
     * A gradient at the actor's head.
     *
     * @param outputs with respect to logits or means, [B, K]
     * @param logStd with respect to {@code log_std}, flat; empty if there is none
     */
    record OutputGradient(NDArray outputs, NDList logStd) {}
}
