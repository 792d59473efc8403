package dev.streamgrad.learner.network;

import ai.djl.ndarray.NDArray;

/** A dense layer: its only window is the whole row. */
enum WholeRow implements Windows {
    INSTANCE;

    @Override
    public NDArray open(NDArray rows) {
        return rows;
    }

    @Override
    public NDArray close(NDArray windows) {
        return windows;
    }

    @Override
    public NDArray join(NDArray outputs) {
        return outputs;
    }

    @Override
    public NDArray part(NDArray rows) {
        return rows;
    }
}
