package dev.streamgrad.actor.inference;

import dev.streamgrad.contract.network.ParameterLayout.Tensor;
import dev.streamgrad.contract.spec.ConvolutionShape;

/**
 * One convolution over rows that are grids [height][width][channels]; a result is [H′][W′][filters].
 *
 * <p>Each nonzero cell is added to all positions whose window contains it. Cells are visited by row, column, channel, so each
 * position sums its window in that order, as {@link Layer} requires. Grids of games are mostly zeros: this method visits a cell
 * once, not once per window.
 */
final class ConvolutionLayer implements Layer {

    private final ConvolutionShape shape;
    private final int weightOffset;
    private final int biasOffset;
    private final float[] weights;
    private final float[] biases;

    ConvolutionLayer(ConvolutionShape shape, Tensor weight, Tensor bias) {
        this.shape = shape;
        weightOffset = weight.offset();
        biasOffset = bias.offset();
        weights = new float[weight.size()];
        biases = new float[bias.size()];
    }

    @Override
    public int outputs() {
        return shape.outputs();
    }

    @Override
    public void load(float[] parameters) {
        Weights.transpose(parameters, weightOffset, shape.windowSize(), shape.filters(), weights);
        Weights.copyBiases(parameters, biasOffset, biases);
    }

    @Override
    public void forward(float[] from, int rows, float[] to) {
        for (int row = 0; row < rows; row++) {
            int at = row * shape.outputs();
            for (int position = 0; position < shape.positions(); position++) {
                System.arraycopy(biases, 0, to, at + position * shape.filters(), shape.filters());
            }
            addGrid(from, row * shape.inputs(), to, at);
        }
    }

    private void addGrid(float[] from, int first, float[] to, int at) {
        int cell = first;
        for (int y = 0; y < shape.height(); y++) {
            for (int x = 0; x < shape.width(); x++) {
                for (int channel = 0; channel < shape.channels(); channel++) {
                    float value = from[cell++];
                    if (value != 0) {
                        addCell(value, y, x, channel, to, at);
                    }
                }
            }
        }
    }

    private void addCell(float value, int y, int x, int channel, float[] to, int at) {
        int bottom = Math.min(y / shape.stride(), shape.outputHeight() - 1);
        int right = Math.min(x / shape.stride(), shape.outputWidth() - 1);
        int left = firstPosition(x);
        for (int i = firstPosition(y); i <= bottom; i++) {
            int windowRow = (y - i * shape.stride()) * shape.kernel();
            for (int j = left; j <= right; j++) {
                int cell = windowRow + x - j * shape.stride();
                int position = at + (i * shape.outputWidth() + j) * shape.filters();
                addProducts(value, (cell * shape.channels() + channel) * shape.filters(), to, position);
            }
        }
    }

    /** The first position, from the top or left, whose window contains the cell of that index. */
    private int firstPosition(int cell) {
        return Math.max(0, (cell - shape.kernel() + shape.stride()) / shape.stride());
    }

    private void addProducts(float value, int row, float[] to, int at) {
        for (int filter = 0; filter < biases.length; filter++) {
            to[at + filter] += value * weights[row + filter];
        }
    }
}
