package dev.streamgrad.learner.optimiser;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.streamgrad.contract.record.OptimiserState;
import dev.streamgrad.contract.spec.OptimiserSpec;

/**
 * RMSprop (Hinton 2012) in two forms, s ← α s + (1 − α) g² in both:
 *
 * <pre>
 *   torch       s from 0   p ← p − lr · g / (√s + ε)
 *   TensorFlow  s from 1   p ← p − lr · g / √(s + ε)
 * </pre>
 */
final class RmsProp implements Optimiser {

    private final OptimiserSpec spec;
    private final boolean epsilonInside;
    private final NDArray square;
    private long steps;

    RmsProp(OptimiserSpec spec, OptimiserState state, NDManager manager, boolean epsilonInside) {
        this.spec = spec;
        this.epsilonInside = epsilonInside;
        square = manager.create(state.square());
        steps = state.steps();
    }

    @Override
    public void step(NDArray parameters, NDArray gradient, double learningRate) {
        steps++;
        square.muli(spec.alpha()).addi(gradient.square().muli(1 - spec.alpha()));
        try (NDArray denominator = denominator()) {
            parameters.subi(gradient.mul(learningRate).divi(denominator));
        }
    }

    private NDArray denominator() {
        if (epsilonInside) {
            try (NDArray shifted = square.add(spec.epsilon())) {
                return shifted.sqrt();
            }
        }
        return square.sqrt().addi(spec.epsilon());
    }

    @Override
    public OptimiserState state() {
        return new OptimiserState(steps, new float[0], square.toFloatArray());
    }
}
