package dev.streamgrad.learner.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * The B rows of one gradient step, on the device.
 *
 * @param observations network inputs, [B, features]
 * @param actions one-hot [B, K] for discrete actions (of several discrete values the one-hot vectors one after the other), as sampled
 *     [B, K] otherwise
 * @param advantages [B], normalised if the spec requires it
 * @param targets value targets, [B]
 * @param oldLogProbabilities log-probabilities in the ratio's denominator, [B]
 * @param oldValues values at the start of the update, [B]
 * @param weights per-row weight of the policy loss, [B]: proximal / behaviour if decoupled (with V-trace bounded by ρ̄), else 1
 * @param masks one [B, K], 1 for an action that was allowed and 0 for one that was not; empty if the spec has no masks
 * @param proximal one [B], the log-probabilities at the start of the update, if {@code update.targetKl} is set and they differ from
 *     the old ones (lag above 0, not decoupled); empty otherwise
 */
public record Minibatch(
        NDArray observations,
        NDArray actions,
        NDArray advantages,
        NDArray targets,
        NDArray oldLogProbabilities,
        NDArray oldValues,
        NDArray weights,
        NDList masks,
        NDList proximal) {

    /** B. */
    public long rows() {
        return advantages.size();
    }
}
