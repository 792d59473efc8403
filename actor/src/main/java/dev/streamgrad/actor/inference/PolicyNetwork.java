package dev.streamgrad.actor.inference;

import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.network.ParameterLayout.Tensor;
import dev.streamgrad.contract.spec.Activation;
import dev.streamgrad.contract.spec.ConvolutionShape;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import dev.streamgrad.contract.spec.NetworkSpec;
import java.util.Arrays;
import java.util.List;

/**
 * The actor's forward pass over a batch of rows, in plain Java and float32: convolutions, if any, and dense layers ({@link Layer}
 * defines the order of summation), each followed by {@link FastTanh} or max(0, x), and a linear head. Reads only the actor's prefix
 * of the flat vector.
 *
 * <p>{@link #load} copies and transposes the weights once per policy version. An instance holds buffers and must be used by one
 * thread only.
 */
public final class PolicyNetwork {

    private final int inputs;
    private final int parameterCount;
    private final Activation activation;
    private final Layer[] layers;
    private final float[][] activations;
    private float[] latent = new float[0];

    /** Creates a network of this shape. Call {@link #load} before the first {@link #forward}. */
    public PolicyNetwork(EnvironmentSpec environment, NetworkSpec network) {
        ParameterLayout layout = ParameterLayout.of(environment, network);
        inputs = environment.observationSpace().features();
        parameterCount = layout.actorSize();
        activation = network.activation();
        List<ConvolutionShape> convolutions = network.convolutions(environment.observationSpace());
        layers = new Layer[convolutions.size() + network.hidden().length + 1];
        for (int i = 0; i < layers.length; i++) {
            boolean convolution = i < convolutions.size();
            String name = convolution ? "pi.conv." + i : "pi." + (i - convolutions.size());
            Tensor weight = layout.tensor(name + ".weight");
            Tensor bias = layout.tensor(name + ".bias");
            layers[i] = convolution
                    ? new ConvolutionLayer(convolutions.get(i), weight, bias)
                    : new DenseLayer(weight, bias);
        }
        activations = new float[layers.length][0];
    }

    /** Inputs per row. */
    public int inputs() {
        return inputs;
    }

    /** Outputs per row: logits, or means. */
    public int outputs() {
        return layers[layers.length - 1].outputs();
    }

    /** Loads the weights from a flat vector, which must contain at least the actor's prefix. */
    public void load(float[] parameters) {
        if (parameters.length < parameterCount) {
            throw new IllegalArgumentException(
                    "The policy has " + parameters.length + " parameters, but its actor needs " + parameterCount
                            + "; the policy does not fit the training spec.");
        }
        for (Layer layer : layers) {
            layer.load(parameters);
        }
    }

    /**
     * Computes the outputs of the head.
     *
     * @param features row-major, {@link #inputs()} per row
     * @param rows the number of rows
     * @return row-major, {@link #outputs()} per row; the next call overwrites it; may be longer than the rows
     */
    public float[] forward(float[] features, int rows) {
        float[] current = features;
        for (int i = 0; i < layers.length; i++) {
            latent = current;
            int length = rows * layers[i].outputs();
            if (activations[i].length < length) {
                activations[i] = new float[length];
            }
            layers[i].forward(current, rows, activations[i]);
            current = activations[i];
            if (i < layers.length - 1) {
                activate(current, length);
            }
        }
        return current;
    }

    /** The inputs of the head in the last {@link #forward}: the last hidden layer, row-major. */
    float[] latent() {
        return latent;
    }

    private void activate(float[] values, int length) {
        switch (activation) {
            case TANH -> FastTanh.apply(values, length);
            case RELU -> {
                for (int i = 0; i < length; i++) {
                    values[i] = Math.max(0f, values[i]);
                }
            }
        }
    }

    @Override
    public String toString() {
        return "PolicyNetwork" + Arrays.stream(layers).map(Layer::outputs).toList();
    }
}
