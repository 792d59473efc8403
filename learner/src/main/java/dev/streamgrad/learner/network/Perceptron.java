package dev.streamgrad.learner.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import dev.streamgrad.contract.spec.Activation;
import java.util.ArrayList;
import java.util.List;

/**
 * A multi-layer perceptron over views of the flat parameter vector, with its gradient in closed form: for a network this small
 * the tape costs more than the arithmetic ({@code docs/decisions/0002-closed-form-gradients.md}).
 *
 * <p>With rows x: h₀ = x, z_l = h_{l−1} W_lᵀ + b_l, h_l = φ(z_l), and no φ after the last layer. Given D = ∂L/∂z_last:
 * ∂L/∂W_l = D_lᵀ h_{l−1}, ∂L/∂b_l = Σ_rows D_l, D_{l−1} = (D_l W_l) ⊙ φ′(z_{l−1}).
 *
 * <p>Results attach to the manager of the rows that came in, never to that of the parameters.
 */
final class Perceptron {

    private final List<NDArray> weights = new ArrayList<>();
    private final List<NDArray> transposed = new ArrayList<>();
    private final List<NDArray> biases = new ArrayList<>();
    private final Activation activation;

    Perceptron(Activation activation) {
        this.activation = activation;
    }

    /** Appends a layer; the arrays are views that follow the flat vector as it is stepped in place. */
    void addLayer(NDArray weight, NDArray bias) {
        weights.add(weight);
        transposed.add(weight.transpose());
        biases.add(bias);
    }

    /**
     * Forward pass.
     *
     * @param rows [B, inputs]
     * @return the inputs of every layer, [B, width] each, and last the output [B, outputs]
     */
    List<NDArray> forward(NDArray rows) {
        List<NDArray> activations = new ArrayList<>(weights.size() + 1);
        NDArray input = rows;
        activations.add(input);
        int last = weights.size() - 1;
        for (int layer = 0; layer <= last; layer++) {
            NDArray output = input.matMul(transposed.get(layer)).addi(biases.get(layer));
            input = layer == last ? output : activate(output);
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
        NDArray gradient = outputGradient;
        for (int layer = weights.size() - 1; layer >= 0; layer--) {
            NDArray input = activations.get(layer);
            gradients[2 * layer] = gradient.transpose().matMul(input).flatten();
            gradients[2 * layer + 1] = gradient.sum(new int[] {0});
            if (layer > 0) {
                gradient = throughActivation(gradient.matMul(weights.get(layer)), input);
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
