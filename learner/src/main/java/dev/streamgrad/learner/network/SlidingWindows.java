package dev.streamgrad.learner.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.streamgrad.contract.spec.ConvolutionShape;

/**
 * The windows of a convolution over rows that are grids [height][width][channels].
 *
 * <p>{@link #open} takes two steps, since k + k large copies are faster than k² smaller ones or an index. First every cell is joined
 * with its k − 1 neighbours to the right: [B, height, W′, k · channels]. Then each of these strips is joined with its k − 1
 * neighbours below: [B, H′, W′, k · k · channels], where H′ × W′ are the positions. {@link #close} takes the two steps in reverse and
 * adds instead of copying.
 */
final class SlidingWindows implements Windows {

    private final ConvolutionShape shape;
    private final int stripSize;
    private final NDIndex[] columns;
    private final NDIndex[] rows;
    private final NDIndex[] cellPieces;
    private final NDIndex[] stripPieces;

    SlidingWindows(ConvolutionShape shape) {
        this.shape = shape;
        int kernel = shape.kernel();
        stripSize = kernel * shape.channels();
        columns = new NDIndex[kernel];
        rows = new NDIndex[kernel];
        cellPieces = new NDIndex[kernel];
        stripPieces = new NDIndex[kernel];
        for (int i = 0; i < kernel; i++) {
            columns[i] = new NDIndex(":, :, " + every(i, shape.outputWidth()) + ", :");
            rows[i] = new NDIndex(":, " + every(i, shape.outputHeight()) + ", :, :");
            cellPieces[i] = piece(i, shape.channels());
            stripPieces[i] = piece(i, stripSize);
        }
    }

    private static NDIndex piece(int number, int size) {
        return new NDIndex(":, :, :, " + number * size + ":" + (number + 1) * size);
    }

    /** Cells {@code first}, {@code first} + stride, …, as many as there are positions. */
    private String every(int first, int positions) {
        return first + ":" + (first + (positions - 1) * shape.stride() + 1) + ":" + shape.stride();
    }

    @Override
    public NDArray open(NDArray grids) {
        NDArray grid = grids.reshape(new Shape(-1, shape.height(), shape.width(), shape.channels()));
        return slices(slices(grid, columns), rows).reshape(new Shape(-1, shape.windowSize()));
    }

    private static NDArray slices(NDArray grid, NDIndex[] offsets) {
        NDList slices = new NDList(offsets.length);
        for (NDIndex offset : offsets) {
            slices.add(grid.get(offset));
        }
        return NDArrays.concat(slices, 3);
    }

    @Override
    public NDArray close(NDArray windows) {
        NDArray opened = windows.reshape(new Shape(-1, shape.outputHeight(), shape.outputWidth(), shape.windowSize()));
        long batch = opened.getShape().get(0);
        NDArray strips =
                sums(opened, stripPieces, rows, new Shape(batch, shape.height(), shape.outputWidth(), stripSize));
        NDArray grids =
                sums(strips, cellPieces, columns, new Shape(batch, shape.height(), shape.width(), shape.channels()));
        return grids.reshape(new Shape(batch, shape.inputs()));
    }

    /** Adds every piece at its offset in a grid of that shape. */
    private static NDArray sums(NDArray windows, NDIndex[] pieces, NDIndex[] offsets, Shape whole) {
        NDArray grid = windows.getManager().zeros(whole, DataType.FLOAT32);
        for (int i = 0; i < offsets.length; i++) {
            grid.get(offsets[i]).addi(windows.get(pieces[i]));
        }
        return grid;
    }

    @Override
    public NDArray join(NDArray outputs) {
        return outputs.reshape(new Shape(-1, shape.outputs()));
    }

    @Override
    public NDArray part(NDArray joined) {
        return joined.reshape(new Shape(-1, shape.filters()));
    }
}
