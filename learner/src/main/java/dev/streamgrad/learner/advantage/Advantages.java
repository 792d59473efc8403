package dev.streamgrad.learner.advantage;

/**
 * What an estimator gives for every row.
 *
 * @param advantages how much better the action was than the policy's average
 * @param targets what the critic should have said
 */
public record Advantages(double[] advantages, double[] targets) {}
