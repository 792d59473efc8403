package dev.streamgrad.contract.spec;

import dev.streamgrad.contract.space.Box;
import java.util.Arrays;

/** The actor's and the critic's networks: two multi-layer perceptrons of the same hidden shape. */
public record NetworkSpec(
        @Describe(value = "Widths of the hidden layers, of actor and critic alike.", unit = "units")
        int[] hidden,

        @Describe("Non-linearity after every hidden layer.") Activation activation,

        @Describe("Whether weights start orthogonal (gains √2, 0.01, 1); otherwise uniform in ±1/√inputs.")
        boolean orthogonal,

        @Describe("Initial logarithm of the standard deviation of continuous actions.")
        double logStdInitial) {

    /** Widest hidden layer that is accepted. */
    public static final int WIDEST = 16_384;

    void check(Faults faults) {
        faults.require(hidden.length <= 16, "network.hidden has " + hidden.length + " layers; at most 16 are built.");
        for (int width : hidden) {
            faults.requireBetween("network.hidden", width, 1, WIDEST);
        }
        faults.requireBetween("network.logStdInitial", logStdInitial, -20, 2);
    }

    /** Parameters of actor and critic together. */
    long parameters(EnvironmentSpec environment) {
        long actions = environment.actionSpace().distributionParameters();
        long count = environment.actionSpace() instanceof Box ? actions : 0;
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
                && logStdInitial == spec.logStdInitial;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hidden);
    }
}
