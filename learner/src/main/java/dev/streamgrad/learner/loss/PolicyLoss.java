package dev.streamgrad.learner.loss;

import ai.djl.ndarray.NDArray;

/** The actor's loss per row, with its derivative by the log-probability. */
public sealed interface PolicyLoss permits A2cLoss, PpoLoss {

    /**
     * Evaluates every row; nothing is averaged yet.
     *
     * @param logProbabilities log π_θ(a|s) at the current parameters, [B]
     */
    Term evaluate(NDArray logProbabilities, Minibatch minibatch);

    /**
     * A loss per row.
     *
     * @param losses [B]
     * @param gradients ∂loss/∂ log π, [B]
     * @param clipped 1 where the ratio left the clip range, [B]
     * @param divergences e^d − 1 − d with d = log π − old log π: the approximate KL (Schulman 2020), [B]
     */
    record Term(NDArray losses, NDArray gradients, NDArray clipped, NDArray divergences) {}
}
