package dev.streamgrad.actor.inference;

import dev.streamgrad.contract.record.ObservationNormaliser;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.MultiDiscrete;
import dev.streamgrad.contract.space.Space;
import java.util.Arrays;

/** Converts observations to the network's inputs: one-hot if discrete, then normalised with the policy's statistics. */
final class FeatureEncoder {

    private final Space space;

    FeatureEncoder(Space observationSpace) {
        space = observationSpace;
    }

    /** Writes {@code rows} rows of features; does not change {@code observations}. */
    void encode(float[] observations, int rows, ObservationNormaliser normaliser, float[] features) {
        int length = rows * space.features();
        if (space instanceof Discrete discrete) {
            Arrays.fill(features, 0, length, 0f);
            for (int row = 0; row < rows; row++) {
                features[row * discrete.n() + (int) observations[row]] = 1f;
            }
        } else if (space instanceof MultiDiscrete several) {
            Arrays.fill(features, 0, length, 0f);
            int first = 0;
            for (int i = 0; i < rows * several.elements(); i++) {
                features[first + (int) observations[i]] = 1f;
                first += several.sizes()[i % several.elements()];
            }
        } else {
            System.arraycopy(observations, 0, features, 0, length);
        }
        normaliser.apply(features, length);
    }
}
