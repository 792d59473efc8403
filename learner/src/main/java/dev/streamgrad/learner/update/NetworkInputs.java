package dev.streamgrad.learner.update;

import dev.streamgrad.contract.record.ObservationNormaliser;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.MultiDiscrete;
import dev.streamgrad.contract.space.Space;

/** Converts raw rows of a space to network inputs: one-hot if discrete, normalised if the normaliser is active. */
final class NetworkInputs {

    private NetworkInputs() {}

    /** [rows][features] of observations. */
    static float[] observations(Space space, float[] raw, ObservationNormaliser normaliser) {
        float[] features = features(space, raw);
        if (!normaliser.active()) {
            return features;
        }
        float[] normalised = features == raw ? raw.clone() : features;
        normaliser.apply(normalised, normalised.length);
        return normalised;
    }

    /** [rows][features] of observations before normalisation, or [rows][K] of actions: one-hot if discrete, as given otherwise. */
    static float[] features(Space space, float[] raw) {
        if (space instanceof Discrete discrete) {
            return oneHot(raw, new int[] {discrete.n()});
        }
        return space instanceof MultiDiscrete several ? oneHot(raw, several.sizes()) : raw;
    }

    /** The one-hot vectors of a row's elements, one after the other. */
    private static float[] oneHot(float[] values, int[] sizes) {
        int width = 0;
        for (int size : sizes) {
            width += size;
        }
        float[] features = new float[values.length / sizes.length * width];
        int first = 0;
        for (int i = 0; i < values.length; i++) {
            features[first + (int) values[i]] = 1f;
            first += sizes[i % sizes.length];
        }
        return features;
    }
}
