package dev.streamgrad.contract.spec;

/** Over which rows advantages are brought to mean 0 and deviation 1. */
public enum AdvantageNormalisation {
    NONE,
    MINIBATCH,
    BATCH
}
