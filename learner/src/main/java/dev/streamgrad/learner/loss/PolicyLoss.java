package dev.streamgrad.learner.loss;

import ai.djl.ndarray.NDArray;

/** The actor's loss per row, with its derivative with respect to the log-probability. */
public sealed interface PolicyLoss permits A2cLoss, PpoLoss {

    /**
     * Evaluates every row, without averaging.
     *
     * @param logProbabilities log π_θ(a|s) at the current parameters, [B]
     */
    Term evaluate(NDArray logProbabilities, Minibatch minibatch);

    /**
     * The approximate KL per row (Schulman 2020): e^d − 1 − d, whose mean over samples from b is KL(b, a).
     *
     * @param difference d = log a − log b, [B]
     */
    static NDArray divergences(NDArray difference) {
        return difference.exp().subi(1).subi(difference);
    }

    /**
     * A loss per row.
     *
     * @param losses [B]
     * @param gradients ∂loss/∂ log π, [B]
     * @param clipped 1 if the ratio is outside the clip range, else 0, [B]
     * @param divergences {@link #divergences} with d = log π − old log π, [B]
     */
    record Term(NDArray losses, NDArray gradients, NDArray clipped, NDArray divergences) {}
}
