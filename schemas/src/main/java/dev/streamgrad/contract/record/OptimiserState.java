package dev.streamgrad.contract.record;

/**
 * The state of an optimiser for its part of the flat parameter vector.
 *
 * @param steps gradient steps so far
 * @param mean Adam's running mean of the gradient; empty for RMSprop
 * @param square running mean of the squared gradient
 */
public record OptimiserState(long steps, float[] mean, float[] square) {}
