package dev.streamgrad.learner.optimiser;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.streamgrad.contract.record.OptimiserState;
import dev.streamgrad.contract.spec.OptimiserSpec;

/**
 * Adam (Kingma and Ba, ICLR 2015), torch's form:
 *
 * <pre>
 *   m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²
 *   p ← p − α / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε)
 * </pre>
 */
final class Adam implements Optimiser {

    private final OptimiserSpec spec;
    private final NDArray mean;
    private final NDArray square;
    private long steps;

    Adam(OptimiserSpec spec, OptimiserState state, NDManager manager) {
        this.spec = spec;
        mean = manager.create(state.mean());
        square = manager.create(state.square());
        steps = state.steps();
    }

    @Override
    public void step(NDArray parameters, NDArray gradient, double learningRate) {
        steps++;
        mean.muli(spec.beta1()).addi(gradient.mul(1 - spec.beta1()));
        square.muli(spec.beta2()).addi(gradient.square().muli(1 - spec.beta2()));
        double correction1 = 1 - Math.pow(spec.beta1(), (double) steps);
        double correction2 = Math.sqrt(1 - Math.pow(spec.beta2(), (double) steps));
        try (NDArray denominator = square.sqrt();
                NDArray change = mean.mul(learningRate / correction1)) {
            denominator.divi(correction2).addi(spec.epsilon());
            parameters.subi(change.divi(denominator));
        }
    }

    @Override
    public OptimiserState state() {
        return new OptimiserState(steps, mean.toFloatArray(), square.toFloatArray());
    }
}
