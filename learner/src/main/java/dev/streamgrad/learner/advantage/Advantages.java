package dev.streamgrad.learner.advantage;

/**
 * The result of an advantage estimator, per row.
 *
 * @param advantages A: how much better the action was than the policy's average
 * @param targets regression targets of the critic
 * @param rhos ρ: the row's importance weight in the policy's gradient, because another policy drew the action; not yet multiplied
 *     into the advantages. 1 for every row if the estimator does not correct for that
 */
public record Advantages(double[] advantages, double[] targets, double[] rhos) {}
