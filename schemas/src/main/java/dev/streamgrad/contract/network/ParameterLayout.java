package dev.streamgrad.contract.network;

import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.spec.ConvolutionShape;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import dev.streamgrad.contract.spec.NetworkSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The position of each tensor in the flat float32 vector that holds a policy's parameters.
 *
 * <p>Order: the actor ({@code pi.0.weight}, {@code pi.0.bias}, …, the head last), {@code log_std} for a continuous action space (one per
 * action, or {@code [latent][action]} with state-dependent exploration), then the critic ({@code vf.0.weight}, …). An actor needs only
 * the prefix [0, {@link #actorSize()}). Weights are {@code [out][in]}, row-major: y = W x + b.
 *
 * <p>Convolutions come before the dense layers of either network: {@code pi.conv.0.weight}, {@code pi.conv.0.bias}, …. Their weights are
 * {@code [filters][kernel · kernel · channels]}; the columns are the cells of a window in the order (row, column, channel). The first
 * dense layer reads the output of the last convolution in the order (row, column, filter).
 *
 * @param tensors all tensors, in order and without gaps
 * @param actorSize number of parameters of the actor, {@code log_std} included
 */
public record ParameterLayout(List<Tensor> tensors, int actorSize) {

    /** Name of the tensor of logarithms of the standard deviations. */
    public static final String LOG_STD = "log_std";

    /**
     * One tensor within the flat vector.
     *
     * @param name such as {@code pi.0.weight}
     * @param rows outputs of the layer, filters of a convolution, or elements of a vector
     * @param columns inputs of the layer, or numbers in a convolution's window; 1 for a vector
     * @param offset index of its first element
     */
    public record Tensor(String name, int rows, int columns, int offset) {

        /** Number of elements. */
        public int size() {
            return rows * columns;
        }
    }

    /** Computes the layout for an environment and a network. */
    public static ParameterLayout of(EnvironmentSpec environment, NetworkSpec network) {
        int outputs = environment.actionSpace().distributionParameters();
        List<Tensor> tensors = new ArrayList<>();
        int offset = network("pi", environment, network, outputs, 0, tensors);
        if (environment.actionSpace() instanceof Box) {
            offset = network.stateDependentExploration()
                    ? add(LOG_STD, network.latent(environment.observationSpace()), outputs, offset, tensors)
                    : add(LOG_STD, outputs, 1, offset, tensors);
        }
        int actorSize = offset;
        network("vf", environment, network, 1, offset, tensors);
        return new ParameterLayout(List.copyOf(tensors), actorSize);
    }

    /** Length of the flat vector. */
    public int size() {
        Tensor last = tensors.get(tensors.size() - 1);
        return last.offset() + last.size();
    }

    /** Returns the tensor with this name. */
    public Tensor tensor(String name) {
        for (Tensor tensor : tensors) {
            if (tensor.name().equals(name)) {
                return tensor;
            }
        }
        throw new IllegalArgumentException("The network has no tensor '" + name + "'.");
    }

    private static int network(
            String prefix,
            EnvironmentSpec environment,
            NetworkSpec network,
            int outputs,
            int offset,
            List<Tensor> tensors) {
        int inputs = environment.observationSpace().features();
        int end = offset;
        List<ConvolutionShape> shapes = network.convolutions(environment.observationSpace());
        for (int i = 0; i < shapes.size(); i++) {
            ConvolutionShape shape = shapes.get(i);
            end = layer(prefix + ".conv." + i, shape.filters(), shape.windowSize(), end, tensors);
            inputs = shape.outputs();
        }
        return perceptron(prefix, inputs, network.hidden(), outputs, end, tensors);
    }

    private static int perceptron(
            String prefix, int inputs, int[] hidden, int outputs, int offset, List<Tensor> tensors) {
        int width = inputs;
        int end = offset;
        for (int layer = 0; layer <= hidden.length; layer++) {
            int out = layer < hidden.length ? hidden[layer] : outputs;
            end = layer(prefix + "." + layer, out, width, end, tensors);
            width = out;
        }
        return end;
    }

    private static int layer(String name, int rows, int columns, int offset, List<Tensor> tensors) {
        int end = add(name + ".weight", rows, columns, offset, tensors);
        return add(name + ".bias", rows, 1, end, tensors);
    }

    private static int add(String name, int rows, int columns, int offset, List<Tensor> tensors) {
        tensors.add(new Tensor(name, rows, columns, offset));
        return Math.addExact(offset, Math.multiplyExact(rows, columns));
    }
}
