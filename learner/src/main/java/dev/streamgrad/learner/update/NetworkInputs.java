package dev.streamgrad.learner.update;

import dev.streamgrad.contract.record.ObservationNormaliser;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.Space;

/** Turns raw rows of a space into what a network takes: one-hot where discrete, normalised where that is asked for. */
final class NetworkInputs {

    private NetworkInputs() {}

    /** [rows][features] of observations. */
    static float[] observations(Space space, float[] raw, ObservationNormaliser normaliser) {
        float[] features = space instanceof Discrete discrete ? oneHot(raw, discrete.n()) : raw.clone();
        normaliser.apply(features, features.length);
        return features;
    }

    /** [rows][K] of actions: one-hot where discrete, as sampled otherwise. */
    static float[] actions(Space space, float[] raw) {
        return space instanceof Discrete discrete ? oneHot(raw, discrete.n()) : raw;
    }

    private static float[] oneHot(float[] values, int n) {
        float[] features = new float[values.length * n];
        for (int row = 0; row < values.length; row++) {
            features[row * n + (int) values[row]] = 1f;
        }
        return features;
    }
}
