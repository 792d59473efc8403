package dev.streamgrad.contract.spec;

import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.Space;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The actor's and the critic's networks, of the same shape: convolutions, if any, then a multi-layer perceptron. */
public record NetworkSpec(
        @Describe(value = "Widths of the hidden layers of both actor and critic; empty for none.", unit = "units")
        @Range(from = 1, to = NetworkSpec.WIDEST)
        int[] hidden,

        @Describe("Non-linearity after every hidden layer.") Activation activation,

        @Describe("Whether initial weights are orthogonal (gains √2, 0.01, 1); otherwise uniform in ±1/√inputs.")
        boolean orthogonal,

        @Describe("Initial logarithm of the standard deviation of continuous actions.")
        @Range(from = NetworkSpec.FINEST, to = 2)
        double logStdInitial,

        @Describe(
                value =
                        "Filters of the convolutions before the hidden layers, one number per convolution; empty for none.",
                unit = "filters",
                otherwise = "")
        @Range(from = 1, to = NetworkSpec.MOST_FILTERS)
        int[] filters,

        @Describe(value = "Height and width of every convolution's window.", unit = "cells", otherwise = "3")
        @Range(from = 1, to = NetworkSpec.LARGEST_WINDOW)
        int kernel,

        @Describe(value = "How far a convolution's window moves.", unit = "cells", otherwise = "1")
        @Range(from = 1, to = NetworkSpec.LARGEST_WINDOW)
        int stride,

        @Describe(
                value = "State-dependent exploration (gSDE, Raffin et al. 2021): the noise of continuous actions is a"
                        + " function of the last hidden layer, and is constant for several steps.",
                otherwise = "false")
        boolean stateDependentExploration) {

    /** Widest hidden layer that is accepted. */
    public static final int WIDEST = 16_384;

    /** Maximum number of filters of a convolution. */
    public static final int MOST_FILTERS = 4096;

    /**
     * Lowest logarithm of the initial standard deviation. e^−10 = 4.5e-5 is about 400 times the spacing of float32 numbers at 1. Much
     * smaller noise would be lost when the action is rounded, and its density when the mean is rounded.
     */
    static final double FINEST = -10;

    static final int MOST_LAYERS = 16;
    static final int LARGEST_WINDOW = 64;
    private static final int MOST_OUTPUTS = 1 << 20;

    /** Two perceptrons with orthogonal initial weights, without convolutions. */
    public static NetworkSpec perceptron(int[] hidden, Activation activation) {
        return new NetworkSpec(hidden, activation, true, 0, new int[0], 3, 1, false);
    }

    void check(Space observations, Faults faults) {
        int before = faults.messages().size();
        SettingRanges.check("network.", this, faults);
        layers("network.hidden", hidden.length, faults);
        layers("network.filters", filters.length, faults);
        if (filters.length > 0 && faults.messages().size() == before) {
            grids(observations, faults);
        }
    }

    private static void layers(String key, int layers, Faults faults) {
        faults.require(
                layers <= MOST_LAYERS, key + " has " + layers + " layers, but may have at most " + MOST_LAYERS + ".");
    }

    /** Computes the grid of every convolution. Reports the first one that does not fit. */
    private void grids(Space observations, Faults faults) {
        if (!(observations instanceof Box box && box.shape().length == 3)) {
            faults.add("network.filters asks for convolutions, but they need observations of three dimensions (height,"
                    + " width, channels), and this environment's are " + described(observations)
                    + "; leave network.filters empty.");
            return;
        }
        int[] grid = box.shape();
        for (int i = 0; i < filters.length; i++) {
            String convolution = "convolution " + (i + 1) + " of " + filters.length;
            if (kernel > Math.min(grid[0], grid[1])) {
                faults.add("network.kernel is " + kernel + ", but " + convolution + " has a grid of " + grid[0] + " × "
                        + grid[1] + "; use a smaller kernel or stride, or fewer convolutions.");
                return;
            }
            grid = ConvolutionShape.over(grid, filters[i], kernel, stride).outputGrid();
            long outputs = (long) grid[0] * grid[1] * grid[2];
            if (outputs > MOST_OUTPUTS) {
                faults.add("network.filters is " + filters[i] + " in " + convolution + ", which gives " + outputs
                        + " outputs (" + grid[0] + " × " + grid[1] + " × " + grid[2] + "), but may give at most "
                        + MOST_OUTPUTS
                        + "; use fewer filters or a larger stride.");
                return;
            }
        }
    }

    private static String described(Space observations) {
        return observations instanceof Box box
                ? "a box of shape " + Arrays.toString(box.shape())
                : observations.features() + " inputs without a grid";
    }

    /** The convolutions for an observation space, in order; empty without filters. */
    public List<ConvolutionShape> convolutions(Space observations) {
        List<ConvolutionShape> shapes = new ArrayList<>();
        if (filters.length > 0 && observations instanceof Box box) {
            int[] grid = box.shape();
            for (int count : filters) {
                ConvolutionShape shape = ConvolutionShape.over(grid, count, kernel, stride);
                shapes.add(shape);
                grid = shape.outputGrid();
            }
        }
        return shapes;
    }

    /**
     * Number of inputs of the head: the width of the last hidden layer. Without hidden layers it is the number of outputs of the last
     * convolution; without convolutions, too, the number of features.
     *
     * @param observations the observation space
     */
    public int latent(Space observations) {
        if (hidden.length > 0) {
            return hidden[hidden.length - 1];
        }
        List<ConvolutionShape> convolutions = convolutions(observations);
        return convolutions.isEmpty()
                ? observations.features()
                : convolutions.get(convolutions.size() - 1).outputs();
    }

    /** Number of parameters of actor and critic together. */
    long parameters(EnvironmentSpec environment) {
        long actions = environment.actionSpace().distributionParameters();
        long deviations = stateDependentExploration ? latent(environment.observationSpace()) * actions : actions;
        long count = environment.actionSpace() instanceof Box ? deviations : 0;
        for (long outputs : new long[] {actions, 1}) {
            long inputs = environment.observationSpace().features();
            for (ConvolutionShape shape : convolutions(environment.observationSpace())) {
                count += (shape.windowSize() + 1L) * shape.filters();
                inputs = shape.outputs();
            }
            for (int width : hidden) {
                count += (inputs + 1) * width;
                inputs = width;
            }
            count += (inputs + 1) * outputs;
        }
        return count;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NetworkSpec spec
                && Arrays.equals(hidden, spec.hidden)
                && activation == spec.activation
                && orthogonal == spec.orthogonal
                && logStdInitial == spec.logStdInitial
                && Arrays.equals(filters, spec.filters)
                && kernel == spec.kernel
                && stride == spec.stride
                && stateDependentExploration == spec.stateDependentExploration;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hidden);
    }
}
