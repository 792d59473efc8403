package dev.streamgrad.simulator.inference;

import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.network.ParameterLayout.Tensor;
import dev.streamgrad.contract.spec.Activation;
import dev.streamgrad.contract.spec.ConvolutionShape;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import dev.streamgrad.contract.spec.NetworkSpec;
import java.util.Arrays;
import java.util.List;

/**
 * The actor's forward pass over a batch of rows, in plain Java and float32: convolutions, if any, and dense layers ({@link
 * Layer} fixes the order of summation), {@link FastTanh} or max(0, x) between them, a linear head. Reads the actor's prefix of the flat vector and no
 * more.
 *
 * <p>{@link #load} copies and transposes the weights once per policy version. An instance holds buffers and serves one thread.
 */
public final class PolicyNetwork {

    private final int inputs;
    private final int parameterCount;
    private final Activation activation;
    private final Layer[] layers;
    private final float[][] activations;
    private float[] latent = new float[0];

    /** A network of that shape; {@link #load} comes before the first {@link #forward}. */
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

    /** Takes the weights from a flat vector; at least its actor's prefix must be there. */
    public void load(float[] parameters) {
        if (parameters.length < parameterCount) {
            throw new IllegalArgumentException(
                    "The policy has " + parameters.length + " parameters, but its actor needs " + parameterCount
                            + "; the policy and the training spec do not belong together.");
        }
        for (Layer layer : layers) {
            layer.load(parameters);
        }
    }

    /**
     * Computes the head's outputs.
     *
     * @param features row-major, {@link #inputs()} per row
     * @param rows how many
     * @return row-major, {@link #outputs()} per row; overwritten by the next call, and longer than needed at times
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

    /** The head's inputs in the last {@link #forward}: the last hidden layer, row-major. */
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
