package dev.streamgrad.actor.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.actor.inference.Features;
import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.record.ObservationNormaliser;
import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.DType;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.MultiBinary;
import dev.streamgrad.contract.space.MultiDiscrete;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.ActionTransform;
import dev.streamgrad.contract.spec.Activation;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import dev.streamgrad.contract.spec.NetworkSpec;
import dev.streamgrad.contract.spec.SpecJson;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** From an observation to the outputs of the network. */
final class NetworkCases {

    private NetworkCases() {}

    static List<CaseFile> all() {
        return List.of(features(), networks());
    }

    private static CaseFile features() {
        CaseFile file = new CaseFile(
                "features",
                "The inputs of the network for an observation, given as it is encoded in a block. A normaliser is applied after one-hot"
                        + " encoding, in float64, rounded to float32 once.");
        features(file, "box", box(3), new float[] {0.1f, -2.5f, 1e20f}, ObservationNormaliser.NONE);
        features(
                file,
                "images are not scaled",
                image(1, 2, 2),
                new float[] {0, 255, 7, 128},
                ObservationNormaliser.NONE);
        features(file, "discrete", new Discrete(5), new float[] {3}, ObservationNormaliser.NONE);
        features(
                file,
                "multi-discrete",
                new MultiDiscrete(new int[] {3, 2, 4}),
                new float[] {2, 0, 3},
                ObservationNormaliser.NONE);
        features(file, "multi-binary", new MultiBinary(4), new float[] {1, 0, 0, 1}, ObservationNormaliser.NONE);
        double[] mean = {0.5, -1.25, 3};
        double[] variance = {4, 1e-12, 0.1};
        ObservationNormaliser normaliser = new ObservationNormaliser(1234.5, mean, variance, 10);
        features(file, "normalised", box(3), new float[] {0.1f, -1.2501f, 2.9f}, normaliser);
        features(file, "normalised and clipped", box(3), new float[] {100, -1.26f, -9}, normaliser);
        features(file, "normalised after one-hot encoding", new Discrete(3), new float[] {1}, normaliser);
        return file;
    }

    private static void features(
            CaseFile file, String name, Space space, float[] observation, ObservationNormaliser normaliser) {
        ObjectNode input =
                Json.object("observationSpace", SpecJson.tree(space), "observation", bytes(space, observation));
        if (normaliser.active()) {
            input.set(
                    "normaliser",
                    Json.object(
                            "count", normaliser.count(),
                            "mean", normaliser.mean(),
                            "variance", normaliser.variance(),
                            "clip", normaliser.clip()));
        }
        file.add(name, input, Json.object("features", Features.of(space, observation, normaliser)));
    }

    private static CaseFile networks() {
        CaseFile file = new CaseFile(
                        "networks",
                        "The outputs of the actor's head and its last hidden layer for one row of inputs. parameters is the flat vector of"
                                + " a policy version, critic included.")
                .tolerance("outputs", 1e-5)
                .tolerance("hidden", 1e-5);
        network(file, "tanh", box(4), new Discrete(2), perceptron(Activation.TANH, 8, 8), 1);
        network(file, "relu", box(3), new Discrete(3), perceptron(Activation.RELU, 7, 5), 2);
        network(file, "no hidden layer", box(3), new MultiBinary(2), perceptron(Activation.TANH), 3);
        network(file, "one hidden layer, continuous actions", box(2), box(2), perceptron(Activation.TANH, 4), 4);
        network(file, "state-dependent exploration", box(2), box(2), stateDependent(3), 5);
        network(
                file,
                "one-hot inputs",
                new Discrete(6),
                new MultiDiscrete(new int[] {2, 3}),
                perceptron(Activation.TANH, 4),
                6);
        network(file, "convolution", image(4, 5, 2), new Discrete(2), convolutional(Activation.RELU, 2, 1, 3), 7);
        network(
                file,
                "two convolutions of stride 2",
                image(9, 7, 1),
                new Discrete(2),
                convolutional(Activation.TANH, 3, 2, 2, 2),
                8);
        saturated(file);
        return file;
    }

    private static void network(
            CaseFile file, String name, Space observations, Space actions, NetworkSpec shape, long seed) {
        RandomStream random = new RandomStream(seed, Domain.INITIALISATION).at(0, 0);
        float[] parameters = new float
                [ParameterLayout.of(environment(observations, actions), shape).size()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (float) (0.7 * random.nextGaussian());
        }
        float[] features = new float[observations.features()];
        for (int i = 0; i < features.length; i++) {
            features[i] = observations instanceof Box ? Math.round(random.nextUniform(-3, 9)) / 4f : i == 2 ? 1 : 0;
        }
        network(file, name, observations, actions, shape, parameters, features);
    }

    /** Inputs beyond the limit of the tangent, and a bias of −0. */
    private static void saturated(CaseFile file) {
        NetworkSpec shape = perceptron(Activation.TANH, 3);
        float[] parameters = {
            20, 1, -30, 0.5f, 1, 0, -0f, 0.25f, 0.75f, 1, 1, 1, -0f, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9
        };
        Space actions = new Discrete(1);
        int size = ParameterLayout.of(environment(box(2), actions), shape).size();
        network(file, "saturated", box(2), actions, shape, Arrays.copyOf(parameters, size), new float[] {4, 0});
    }

    private static void network(
            CaseFile file,
            String name,
            Space observations,
            Space actions,
            NetworkSpec shape,
            float[] parameters,
            float[] features) {
        ObjectNode input = Json.object(
                "observationSpace", SpecJson.tree(observations),
                "actionSpace", SpecJson.tree(actions),
                "network", SpecJson.tree(shape),
                "parameters", bytes(box(parameters.length), parameters),
                "features", features);
        float[][] outputs = Features.forward(environment(observations, actions), shape, parameters, features);
        file.add(name, input, Json.object("outputs", outputs[0], "hidden", outputs[1]));
    }

    static EnvironmentSpec environment(Space observations, Space actions) {
        return EnvironmentSpec.of("Any-v0", observations, actions, ActionTransform.NONE);
    }

    /** A value as it is encoded in a block. */
    static byte[] bytes(Space space, float[] value) {
        ByteBuffer buffer = ByteBuffer.allocate(space.rowBytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (float element : value) {
            switch (space.dtype()) {
                case FLOAT32 -> buffer.putFloat(element);
                case INT32 -> buffer.putInt((int) element);
                case UINT8 -> buffer.put((byte) (int) element);
            }
        }
        return buffer.array();
    }

    static Box box(int elements) {
        return Box.of(bounds(elements, Float.NEGATIVE_INFINITY), bounds(elements, Float.POSITIVE_INFINITY));
    }

    static float[] bounds(int elements, float bound) {
        float[] bounds = new float[elements];
        Arrays.fill(bounds, bound);
        return bounds;
    }

    private static Box image(int... shape) {
        int elements = Arrays.stream(shape).reduce(1, (one, other) -> one * other);
        return new Box(DType.UINT8, shape, new float[elements], bounds(elements, 255));
    }

    private static NetworkSpec perceptron(Activation activation, int... hidden) {
        return NetworkSpec.perceptron(hidden, activation);
    }

    private static NetworkSpec stateDependent(int... hidden) {
        return new NetworkSpec(hidden, Activation.TANH, true, 0, new int[0], 3, 1, true);
    }

    private static NetworkSpec convolutional(Activation activation, int kernel, int stride, int... filters) {
        return new NetworkSpec(new int[] {4}, activation, true, 0, filters, kernel, stride, false);
    }
}
