package dev.streamgrad.learner.advantage;

/**
 * What an estimator gives for every row.
 *
 * @param advantages A: how much better the action was than the policy's average
 * @param targets what the critic should have said
 * @param rhos ρ: the row's weight in the policy's gradient, since another policy drew the action; not yet in the advantages. 1 for
 *     every row where the estimator does not correct for that
 */
public record Advantages(double[] advantages, double[] targets, double[] rhos) {}
