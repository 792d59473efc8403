package dev.streamgrad.learner.network;

import ai.djl.ndarray.NDArray;

/**
 * The inputs of a layer's matrix product: the whole row in a dense layer, a window at every position in a convolution. Both kinds of
 * layer then use the same matrix product.
 *
 * <p>Results are attached to the manager of the argument.
 */
sealed interface Windows permits WholeRow, SlidingWindows {

    /** The windows of every row: [B, inputs] becomes [B · positions, window]. */
    NDArray open(NDArray rows);

    /** The gradient of {@link #open}: adds the values that belong to the same input; [B · positions, window] becomes [B, inputs]. */
    NDArray close(NDArray windows);

    /** Joins the positions of a row: [B · positions, outputs] becomes [B, positions · outputs]. */
    NDArray join(NDArray outputs);

    /** The reverse of {@link #join}. */
    NDArray part(NDArray rows);
}
