package dev.streamgrad.learner.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import dev.streamgrad.contract.spec.Activation;
import dev.streamgrad.contract.spec.ConvolutionShape;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolutions, if any, and a multi-layer perceptron over views of the flat parameter vector, with its gradient in closed form:
 * for a network this small the tape costs more than the arithmetic ({@code docs/decisions/0002-closed-form-gradients.md}).
 *
 * <p>With rows x: h₀ = x, z_l = p_l W_lᵀ + b_l with p_l the {@link Windows} of h_{l−1}, h_l = φ(z_l), and no φ after the last
 * layer. In a dense layer p_l = h_{l−1}. Given D = ∂L/∂z_last: ∂L/∂W_l = D_lᵀ p_l, ∂L/∂b_l = Σ_rows D_l, and D_{l−1} sums
 * (D_l W_l) ⊙ φ′(p_l) where windows overlap: φ′ is known from the activation, and a window's cell holds that of its input.
 *
 * <p>Results attach to the manager of the rows that came in, never to that of the parameters.
 */
final class Network {

    private final List<Windows> windows = new ArrayList<>();
    private final List<NDArray> weights = new ArrayList<>();
    private final List<NDArray> transposed = new ArrayList<>();
    private final List<NDArray> biases = new ArrayList<>();
    private final Activation activation;

    /** A network whose first layers are these convolutions; {@link #addLayer} brings their weights too. */
    Network(Activation activation, List<ConvolutionShape> convolutions) {
        this.activation = activation;
        convolutions.forEach(shape -> windows.add(new SlidingWindows(shape)));
    }

    /** Appends a layer; the arrays are views that follow the flat vector as it is stepped in place. */
    void addLayer(NDArray weight, NDArray bias) {
        if (weights.size() == windows.size()) {
            windows.add(WholeRow.INSTANCE);
        }
        weights.add(weight);
        transposed.add(weight.transpose());
        biases.add(bias);
    }

    /** What the first layer's weights are multiplied with, of rows [B, inputs]; networks of one shape may share it. */
    NDArray open(NDArray rows) {
        return windows.get(0).open(rows);
    }

    /**
     * Forward pass.
     *
     * @param opened what {@link #open} made of the rows
     * @return what every layer's weights are multiplied with, and last the output [B, outputs]; [B, width] for dense layers
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
     * @param activations what {@link #forward} returned
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
