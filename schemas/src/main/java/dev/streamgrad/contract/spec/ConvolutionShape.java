package dev.streamgrad.contract.spec;

/**
 * The shape of one convolution: a square window moves over a grid [height][width][channels], without padding, and produces
 * {@code filters} numbers at every position. The cells of a window are in the order (row, column, channel), positions in the order (row,
 * column).
 *
 * @param height rows of the grid
 * @param width columns of the grid
 * @param channels numbers per cell of the grid
 * @param filters numbers per position
 * @param kernel height and width of the window
 * @param stride how far the window moves
 */
public record ConvolutionShape(int height, int width, int channels, int filters, int kernel, int stride) {

    /** Rejects a window that does not fit. */
    public ConvolutionShape {
        if (kernel > Math.min(height, width)) {
            throw new IllegalArgumentException("A window of " + kernel + " × " + kernel + " cells does not fit into "
                    + height + " × " + width + ".");
        }
    }

    /** Creates the shape for a grid of this height, width and channels. */
    static ConvolutionShape over(int[] grid, int filters, int kernel, int stride) {
        return new ConvolutionShape(grid[0], grid[1], grid[2], filters, kernel, stride);
    }

    /** Number of positions of the window from top to bottom. */
    public int outputHeight() {
        return (height - kernel) / stride + 1;
    }

    /** Number of positions of the window from left to right. */
    public int outputWidth() {
        return (width - kernel) / stride + 1;
    }

    /** Number of positions of the window. */
    public int positions() {
        return outputHeight() * outputWidth();
    }

    /** Count of numbers in a window. */
    public int windowSize() {
        return kernel * kernel * channels;
    }

    /** Count of numbers in the grid. */
    public int inputs() {
        return height * width * channels;
    }

    /** Count of numbers in the result. */
    public int outputs() {
        return positions() * filters;
    }

    /** Height, width and channels of the result, which is again a grid. */
    int[] outputGrid() {
        return new int[] {outputHeight(), outputWidth(), filters};
    }
}
