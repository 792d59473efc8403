package dev.streamgrad.contract.spec;

import dev.streamgrad.contract.space.Box;
import java.util.Arrays;

/** The actor's and the critic's networks, of the same shape: convolutions, if any, then a multi-layer perceptron. */
public record NetworkSpec(
        @Describe(value = "Widths of the hidden layers, of actor and critic alike.", unit = "units")
        int[] hidden,

        @Describe("Non-linearity after every hidden layer.") Activation activation,

        @Describe("Whether weights start orthogonal (gains √2, 0.01, 1); otherwise uniform in ±1/√inputs.")
        boolean orthogonal,

        @Describe("Initial logarithm of the standard deviation of continuous actions.")
        double logStdInitial,

        @Describe(
                value =
                        "Filters of the convolutions before the hidden layers, one number per convolution; empty for none.",
                unit = "filters")
        int[] filters,

        @Describe(value = "Height and width of every convolution's window.", unit = "cells", range = "1 … 64")
        int kernel,

        @Describe(value = "How far a convolution's window moves.", unit = "cells", range = "1 … 64")
        int stride,

        @Describe(
                "State-dependent exploration (gSDE, Raffin et al. 2021): the noise of continuous actions is a function"
                        + " of the last hidden layer, and held for some steps.")
        boolean stateDependentExploration) {

    /** Widest hidden layer that is accepted. */
    public static final int WIDEST = 16_384;

    /** Two perceptrons that start orthogonal, without convolutions. */
    public static NetworkSpec perceptron(int[] hidden, Activation activation) {
        return new NetworkSpec(hidden, activation, true, 0, new int[0], 3, 1, false);
    }

    void check(Faults faults) {
        faults.require(hidden.length <= 16, "network.hidden has " + hidden.length + " layers; at most 16 are built.");
        for (int width : hidden) {
            faults.requireBetween("network.hidden", width, 1, WIDEST);
        }
        faults.requireBetween("network.logStdInitial", logStdInitial, -20, 2);
    }

    /**
     * Width of the last hidden layer, which the head reads; the inputs themselves where there is none.
     *
     * @param inputs inputs of the first layer
     */
    public int latent(int inputs) {
        return hidden.length == 0 ? inputs : hidden[hidden.length - 1];
    }

    /** Parameters of actor and critic together. */
    long parameters(EnvironmentSpec environment) {
        long actions = environment.actionSpace().distributionParameters();
        long deviations = stateDependentExploration
                ? latent(environment.observationSpace().features()) * actions
                : actions;
        long count = environment.actionSpace() instanceof Box ? deviations : 0;
        for (long outputs : new long[] {actions, 1}) {
            long inputs = environment.observationSpace().features();
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
