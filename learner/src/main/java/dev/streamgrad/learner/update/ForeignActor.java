package dev.streamgrad.learner.update;

import dev.streamgrad.contract.spec.TrainingSpec;

/**
 * Tells an actor that computes with another network, normaliser or mask from one that only sums in another order.
 *
 * <p>With lag 0 both compute log π(a|s) of the same weights. Two float32 passes give means that lie about δ = 1e-6 apart, and a mean that
 * is moved by δ moves the log-density of a normal action by |z| δ/σ, z being the action's distance in deviations. With |z| up to 5 and σ =
 * 1e-3 that is half of 1e-2; below, the tolerance grows as 1/σ, so that in units of the mean it stays what it is. It need not where
 * exploration depends on the state: σ is never below 1e-3 there.
 */
final class ForeignActor {

    /** How far the recorded and the learner's own log-probability may lie apart, in nats. */
    private static final double TOLERANCE = 1e-2;

    /** The deviation down to which that serves. */
    private static final double FINE = 1e-3;

    private ForeignActor() {}

    /** The tolerance under these weights, in nats. */
    static double tolerance(TrainingSpec spec, float[] parameters) {
        return spec.network().stateDependentExploration()
                ? TOLERANCE
                : TOLERANCE * Math.max(1, FINE / Deviations.smallest(spec, parameters));
    }
}
