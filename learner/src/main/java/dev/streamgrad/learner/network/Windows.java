package dev.streamgrad.learner.network;

import ai.djl.ndarray.NDArray;

/**
 * What a layer's weights are multiplied with: the whole row in a dense layer, a window at every position in a convolution. So one
 * matrix product serves both.
 *
 * <p>Results attach to the manager of what came in.
 */
sealed interface Windows permits WholeRow, SlidingWindows {

    /** The windows of every row: [B, inputs] becomes [B · positions, window]. */
    NDArray open(NDArray rows);

    /** Adds up what lies on the same input, as the gradient of {@link #open} does: [B · positions, window] becomes [B, inputs]. */
    NDArray close(NDArray windows);

    /** One row again: [B · positions, outputs] becomes [B, positions · outputs]. */
    NDArray join(NDArray outputs);

    /** The reverse of {@link #join}. */
    NDArray part(NDArray rows);
}
