package dev.streamgrad.learner.update;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/** Lets every gradient pass as it is, and remembers it: for measuring how much gradients differ. Not for use by several threads. */
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
