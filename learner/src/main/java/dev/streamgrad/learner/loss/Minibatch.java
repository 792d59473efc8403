package dev.streamgrad.learner.loss;

import ai.djl.ndarray.NDArray;

/**
 * The rows of one gradient step, on the device. B rows.
 *
 * @param observations network inputs, [B, features]
 * @param actions one-hot [B, K] for a discrete action space, as sampled [B, K] for a continuous one
 * @param advantages [B], normalised where that is asked for
 * @param targets value targets, [B]
 * @param oldLogProbabilities log-probabilities around which the ratio is taken, [B]
 * @param oldValues values at the start of the update, [B]
 * @param weights per-row weight of the policy loss, [B]: proximal / behaviour where decoupled, else 1
 */
public record Minibatch(
        NDArray observations,
        NDArray actions,
        NDArray advantages,
        NDArray targets,
        NDArray oldLogProbabilities,
        NDArray oldValues,
        NDArray weights) {

    /** B. */
    public long rows() {
        return advantages.size();
    }
}
