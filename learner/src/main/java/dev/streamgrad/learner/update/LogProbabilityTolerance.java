package dev.streamgrad.learner.update;

import dev.streamgrad.contract.spec.TrainingSpec;

/**
 * Distinguishes an actor that computes with another network, normaliser or mask from one that only sums in another order.
 *
 * <p>With lag 0 actor and learner compute log π(a|s) with the same weights. The means of two float32 passes differ by about δ = 1e-6, and a
 * mean that is shifted by δ changes the log-density of a normal action by |z| δ/σ, where z is the action's distance from the mean in
 * deviations. With |z| up to 5 and σ = 1e-3 that is half of 1e-2. Below, the tolerance grows as 1/σ, so that it is constant in units of the
 * mean. With state-dependent exploration it need not grow, since σ is never below 1e-3.
 */
final class LogProbabilityTolerance {

    /** The largest accepted difference of the recorded and the learner's own log-probability, in nats. */
    private static final double TOLERANCE = 1e-2;

    /** The smallest deviation σ for which {@link #TOLERANCE} is large enough. */
    private static final double FINE = 1e-3;

    private LogProbabilityTolerance() {}

    /** The tolerance under these weights, in nats. */
    static double tolerance(TrainingSpec spec, float[] parameters) {
        return spec.network().stateDependentExploration()
                ? TOLERANCE
                : TOLERANCE * Math.max(1, FINE / Deviations.smallest(spec, parameters));
    }
}
