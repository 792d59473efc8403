package dev.streamgrad.contract.spec;

/** The rows over which advantages are normalised to mean 0 and standard deviation 1. */
public enum AdvantageNormalisation {
    NONE,
    MINIBATCH,
    BATCH
}
