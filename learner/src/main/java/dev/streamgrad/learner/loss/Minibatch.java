package dev.streamgrad.learner.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * The rows of one gradient step, on the device. B rows.
 *
 * @param observations network inputs, [B, features]
 * @param actions one-hot [B, K] for discrete actions (those of several one after the other), as sampled [B, K] otherwise
 * @param advantages [B], normalised where that is asked for
 * @param targets value targets, [B]
 * @param oldLogProbabilities log-probabilities around which the ratio is taken, [B]
 * @param oldValues values at the start of the update, [B]
 * @param weights per-row weight of the policy loss, [B]: proximal / behaviour where decoupled (with V-trace bounded by ρ̄), else 1
 * @param masks one [B, K], 1 where an action was allowed and 0 where not; empty where all were
 * @param proximal one [B], the log-probabilities at the start of the update, where a bound on the KL asks for them and they are not the
 *     old ones: with lag; empty otherwise
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
