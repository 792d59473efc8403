package dev.streamgrad.actor.inference;

import dev.streamgrad.contract.record.ObservationNormaliser;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import dev.streamgrad.contract.spec.NetworkSpec;
import java.util.Arrays;

/** The inner steps of an {@link Actor}, one row at a time. */
public final class Features {

    private Features() {}

    /** The inputs of the network for an observation. */
    public static float[] of(Space space, float[] observation, ObservationNormaliser normaliser) {
        float[] features = new float[space.features()];
        new FeatureEncoder(space).encode(observation, 1, normaliser, features);
        return features;
    }

    /** The outputs of the head, and the last hidden layer. */
    public static float[][] forward(
            EnvironmentSpec environment, NetworkSpec shape, float[] parameters, float[] features) {
        PolicyNetwork network = new PolicyNetwork(environment, shape);
        network.load(parameters);
        float[] outputs = Arrays.copyOf(network.forward(features, 1), network.outputs());
        return new float[][] {outputs, Arrays.copyOf(network.latent(), latents(environment, shape))};
    }

    private static int latents(EnvironmentSpec environment, NetworkSpec shape) {
        int layers = shape.hidden().length;
        return layers == 0 ? environment.observationSpace().features() : shape.hidden()[layers - 1];
    }
}
