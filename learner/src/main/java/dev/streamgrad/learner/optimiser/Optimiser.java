package dev.streamgrad.learner.optimiser;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.streamgrad.contract.record.OptimiserState;
import dev.streamgrad.contract.spec.OptimiserSpec;
import java.util.Arrays;

/**
 * An update rule for a part of the flat parameter vector, which is stepped in place. Its state is explicit: uploaded before an update
 * and read back after it. DJL's own optimisers are not used, since their state cannot be checkpointed.
 */
public interface Optimiser {

    /**
     * Takes one step.
     *
     * @param parameters [n], written in place
     * @param gradient [n]
     */
    void step(NDArray parameters, NDArray gradient, double learningRate);

    /** The current state, copied to the heap. */
    OptimiserState state();

    /** The state before the first step, for {@code size} parameters. */
    static OptimiserState initialState(OptimiserSpec spec, int size) {
        float[] square = new float[size];
        return switch (spec.kind()) {
            case ADAM -> new OptimiserState(0, new float[size], square);
            case RMSPROP -> new OptimiserState(0, new float[0], square);
            case RMSPROP_TF -> {
                Arrays.fill(square, 1f);
                yield new OptimiserState(0, new float[0], square);
            }
        };
    }

    /** An optimiser that continues from {@code state}; its arrays belong to {@code manager}. */
    static Optimiser of(OptimiserSpec spec, OptimiserState state, NDManager manager) {
        return switch (spec.kind()) {
            case ADAM -> new Adam(spec, state, manager);
            case RMSPROP -> new RmsProp(spec, state, manager, false);
            case RMSPROP_TF -> new RmsProp(spec, state, manager, true);
        };
    }
}
