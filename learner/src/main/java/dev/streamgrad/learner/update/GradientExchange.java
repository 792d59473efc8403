package dev.streamgrad.learner.update;

import ai.djl.ndarray.NDArray;

/** An extension point: several learners of one policy could average their gradients here before every step. */
@FunctionalInterface
public interface GradientExchange {

    /** For a single learner: returns the gradient unchanged. */
    GradientExchange LOCAL = (gradient, rows) -> gradient;

    /**
     * The gradient of the mean over all learners' rows.
     *
     * @param gradient of the mean over this learner's rows, [P]
     * @param rows the number of this learner's rows
     */
    NDArray average(NDArray gradient, long rows);
}
