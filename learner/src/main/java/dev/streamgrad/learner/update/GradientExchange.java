package dev.streamgrad.learner.update;

import ai.djl.ndarray.NDArray;

/** Where several learners of one policy would average their gradients before every step. */
@FunctionalInterface
public interface GradientExchange {

    /** One learner: the gradient as it is. */
    GradientExchange LOCAL = (gradient, rows) -> gradient;

    /**
     * The gradient of the mean over all learners' rows.
     *
     * @param gradient of the mean over this learner's rows, [P]
     * @param rows how many those are
     */
    NDArray average(NDArray gradient, long rows);
}
