package dev.streamgrad.simulator.inference;

import dev.streamgrad.contract.network.ParameterLayout.Tensor;

/**
 * One layer y = W x + b over rows, in float32.
 *
 * <p>Order of summation, per output: the bias first, then the products input · weight by ascending input, each product and each
 * sum rounded to float32 (no fused multiply-add). It does not depend on the number of rows, so a row's result never depends on
 * the rows beside it.
 *
 * <p>Weights are kept {@code [in][out]}, so that the inner loop runs over neighbouring outputs and vectorises; four inputs are
 * added per pass, in order, to spare three stores in four.
 */
final class DenseLayer {

    private final int inputs;
    private final int outputs;
    private final int weightOffset;
    private final int biasOffset;
    private final float[] weights;
    private final float[] biases;

    DenseLayer(Tensor weight, Tensor bias) {
        inputs = weight.columns();
        outputs = weight.rows();
        weightOffset = weight.offset();
        biasOffset = bias.offset();
        weights = new float[weight.size()];
        biases = new float[bias.size()];
    }

    int outputs() {
        return outputs;
    }

    /** Takes this layer's part of the flat vector, transposed. */
    void load(float[] parameters) {
        for (int out = 0; out < outputs; out++) {
            int row = weightOffset + out * inputs;
            for (int in = 0; in < inputs; in++) {
                weights[in * outputs + out] = parameters[row + in];
            }
        }
        System.arraycopy(parameters, biasOffset, biases, 0, outputs);
    }

    /** Computes all rows; {@code to} is overwritten. */
    void forward(float[] from, int rows, float[] to) {
        for (int row = 0; row < rows; row++) {
            forwardRow(from, row * inputs, to, row * outputs);
        }
    }

    private void forwardRow(float[] from, int first, float[] to, int at) {
        System.arraycopy(biases, 0, to, at, outputs);
        int in = 0;
        for (; in + 3 < inputs; in += 4) {
            addFour(from, first + in, in * outputs, to, at);
        }
        for (; in < inputs; in++) {
            float x = from[first + in];
            int row = in * outputs;
            for (int out = 0; out < outputs; out++) {
                to[at + out] += x * weights[row + out];
            }
        }
    }

    private void addFour(float[] from, int first, int row0, float[] to, int at) {
        float x0 = from[first];
        float x1 = from[first + 1];
        float x2 = from[first + 2];
        float x3 = from[first + 3];
        int row1 = row0 + outputs;
        int row2 = row1 + outputs;
        int row3 = row2 + outputs;
        for (int out = 0; out < outputs; out++) {
            float sum = to[at + out] + x0 * weights[row0 + out];
            sum = sum + x1 * weights[row1 + out];
            sum = sum + x2 * weights[row2 + out];
            to[at + out] = sum + x3 * weights[row3 + out];
        }
    }
}
