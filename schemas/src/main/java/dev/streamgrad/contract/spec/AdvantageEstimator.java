package dev.streamgrad.contract.spec;

/** How advantages and value targets are estimated. */
public enum AdvantageEstimator {
    /** Generalised advantage estimation (Schulman et al. 2016). */
    GAE,
    /** V-trace (Espeholt et al. 2018), which corrects for the policy lag. */
    VTRACE
}
