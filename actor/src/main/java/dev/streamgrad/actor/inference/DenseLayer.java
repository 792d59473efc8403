package dev.streamgrad.actor.inference;

import dev.streamgrad.contract.network.ParameterLayout.Tensor;

/**
 * One layer y = W x + b over rows; {@link Layer} defines the order of summation.
 *
 * <p>Weights are stored as {@code [in][out]}, so that the inner loop runs over adjacent outputs and vectorises. A pass adds four
 * nonzero inputs, in order, which saves three of four stores.
 */
final class DenseLayer implements Layer {

    private final int inputs;
    private final int outputs;
    private final int weightOffset;
    private final int biasOffset;
    private final float[] weights;
    private final float[] biases;
    private final int[] active;

    DenseLayer(Tensor weight, Tensor bias) {
        inputs = weight.columns();
        outputs = weight.rows();
        weightOffset = weight.offset();
        biasOffset = bias.offset();
        weights = new float[weight.size()];
        biases = new float[bias.size()];
        active = new int[inputs];
    }

    @Override
    public int outputs() {
        return outputs;
    }

    @Override
    public void load(float[] parameters) {
        Weights.transpose(parameters, weightOffset, inputs, outputs, weights);
        Weights.copyBiases(parameters, biasOffset, biases);
    }

    @Override
    public void forward(float[] from, int rows, float[] to) {
        for (int row = 0; row < rows; row++) {
            forwardRow(from, row * inputs, to, row * outputs);
        }
    }

    private void forwardRow(float[] from, int first, float[] to, int at) {
        System.arraycopy(biases, 0, to, at, outputs);
        int count = findActive(from, first);
        int i = 0;
        for (; i + 3 < count; i += 4) {
            addFour(from, first, i, to, at);
        }
        for (; i < count; i++) {
            float x = from[first + active[i]];
            int row = active[i] * outputs;
            for (int out = 0; out < outputs; out++) {
                to[at + out] += x * weights[row + out];
            }
        }
    }

    /** Lists the nonzero inputs and returns their number. */
    private int findActive(float[] from, int first) {
        int count = 0;
        for (int in = 0; in < inputs; in++) {
            active[count] = in;
            count += from[first + in] != 0 ? 1 : 0;
        }
        return count;
    }

    private void addFour(float[] from, int first, int i, float[] to, int at) {
        float x0 = from[first + active[i]];
        float x1 = from[first + active[i + 1]];
        float x2 = from[first + active[i + 2]];
        float x3 = from[first + active[i + 3]];
        int row0 = active[i] * outputs;
        int row1 = active[i + 1] * outputs;
        int row2 = active[i + 2] * outputs;
        int row3 = active[i + 3] * outputs;
        for (int out = 0; out < outputs; out++) {
            float sum = to[at + out] + x0 * weights[row0 + out];
            sum = sum + x1 * weights[row1 + out];
            sum = sum + x2 * weights[row2 + out];
            to[at + out] = sum + x3 * weights[row3 + out];
        }
    }
}
