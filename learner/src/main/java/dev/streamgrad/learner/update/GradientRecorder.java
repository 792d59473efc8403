package dev.streamgrad.learner.update;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/** Returns every gradient unchanged and records it, to measure how much gradients differ. Not thread-safe. */
public final class GradientRecorder implements GradientExchange {

    private final List<float[]> gradients = new ArrayList<>();

    @Override
    public NDArray average(NDArray gradient, long rows) {
        gradients.add(gradient.toFloatArray());
        return gradient;
    }

    /** The gradients since the last call, each [P], before clipping. */
    public List<float[]> take() {
        List<float[]> taken = List.copyOf(gradients);
        gradients.clear();
        return taken;
    }
}
