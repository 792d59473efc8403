package dev.streamgrad.learner.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import dev.streamgrad.contract.spec.Activation;
import dev.streamgrad.contract.spec.ConvolutionShape;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolutions, if any, and a multi-layer perceptron over views of the flat parameter vector, with the gradient in closed form:
 * for a network this small the tape costs more than the arithmetic ({@code docs/decisions/0002-closed-form-gradients.md}).
 *
 * <p>With rows x: h₀ = x, z_l = p_l W_lᵀ + b_l with p_l the {@link Windows} of h_{l−1}, h_l = φ(z_l), and no φ after the last
 * layer. In a dense layer p_l = h_{l−1}. Given D = ∂L/∂z_last: ∂L/∂W_l = D_lᵀ p_l, ∂L/∂b_l = Σ_rows D_l, and D_{l−1} is
 * (D_l W_l) ⊙ φ′(p_l), summed where windows overlap. φ′ is computed from the activation, which every cell of a window holds a copy
 * of.
 *
 * <p>Results are attached to the manager of the input rows, never to that of the parameters.
 */
final class Network {

    private final List<Windows> windows = new ArrayList<>();
    private final List<NDArray> weights = new ArrayList<>();
    private final List<NDArray> transposed = new ArrayList<>();
    private final List<NDArray> biases = new ArrayList<>();
    private final Activation activation;

    /** A network whose first layers are these convolutions; their weights are also added by {@link #addLayer}. */
    Network(Activation activation, List<ConvolutionShape> convolutions) {
        this.activation = activation;
        convolutions.forEach(shape -> windows.add(new SlidingWindows(shape)));
    }

    /** Appends a layer. The arrays are views of the flat vector, so they change when it is stepped in place. */
    void addLayer(NDArray weight, NDArray bias) {
        if (weights.size() == windows.size()) {
            windows.add(WholeRow.INSTANCE);
        }
        weights.add(weight);
        transposed.add(weight.transpose());
        biases.add(bias);
    }

    /** The input of the first layer's matrix product, from rows [B, inputs]; networks of the same shape may share it. */
    NDArray open(NDArray rows) {
        return windows.get(0).open(rows);
    }

    /**
     * Forward pass.
     *
     * @param opened the result of {@link #open}
     * @return the input of every layer's matrix product ([B, width] for dense layers), and last the output [B, outputs]
     */
    List<NDArray> forward(NDArray opened) {
        List<NDArray> activations = new ArrayList<>(weights.size() + 1);
        NDArray input = opened;
        activations.add(input);
        int last = weights.size() - 1;
        for (int layer = 0; layer <= last; layer++) {
            NDArray sums = input.matMul(transposed.get(layer)).addi(biases.get(layer));
            NDArray output = windows.get(layer).join(sums);
            input = layer == last ? output : windows.get(layer + 1).open(activate(output));
            activations.add(input);
        }
        return activations;
    }

    /**
     * Backward pass.
     *
     * @param activations the result of {@link #forward}
     * @param outputGradient ∂L/∂output, [B, outputs]
     * @return gradients of the layers, flattened, in the layout's order: weight, bias, weight, bias, …
     */
    NDList backward(List<NDArray> activations, NDArray outputGradient) {
        NDArray[] gradients = new NDArray[2 * weights.size()];
        NDArray joined = outputGradient;
        for (int layer = weights.size() - 1; layer >= 0; layer--) {
            NDArray input = activations.get(layer);
            NDArray gradient = windows.get(layer).part(joined);
            gradients[2 * layer] = gradient.transpose().matMul(input).flatten();
            gradients[2 * layer + 1] = gradient.sum(new int[] {0});
            if (layer > 0) {
                NDArray inner = throughActivation(gradient.matMul(weights.get(layer)), input);
                joined = windows.get(layer).close(inner);
            }
        }
        return new NDList(gradients);
    }

    private NDArray activate(NDArray sums) {
        return activation == Activation.TANH ? sums.tanh() : sums.maximum(0f);
    }

    private NDArray throughActivation(NDArray gradient, NDArray activated) {
        if (activation == Activation.TANH) {
            return gradient.subi(activated.square().muli(gradient));
        }
        return gradient.muli(activated.gt(0f).toType(DataType.FLOAT32, false));
    }
}
