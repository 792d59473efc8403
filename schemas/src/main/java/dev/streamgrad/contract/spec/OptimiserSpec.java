package dev.streamgrad.contract.spec;

import java.util.OptionalDouble;

/** The optimiser of the gradient steps. */
public record OptimiserSpec(
        @Describe("The rule: adam, rmsprop or rmsprop_tf.") OptimiserKind kind,

        @Describe("Step size; the actor's, if there are two optimisers.") @Range(from = 0, to = 10, single = true)
        Schedule learningRate,

        @Describe("Bound on the gradient's global norm; absent for none.") @Range(from = 0, above = true, single = true)
        OptionalDouble maxGradNorm,

        @Describe("Term that keeps the division finite, ε.") @Range(from = 0, above = true, single = true)
        double epsilon,

        @Describe("Adam's decay of the mean.") @Range(from = 0, to = 1, below = true, single = true)
        double beta1,

        @Describe("Adam's decay of the square.") @Range(from = 0, to = 1, below = true, single = true)
        double beta2,

        @Describe("RMSprop's decay of the square.") @Range(from = 0, to = 1, below = true, single = true)
        double alpha,

        @Describe("Whether actor and critic have separate optimisers, which clip their gradient norms separately; the"
                + " value coefficient is then 1.")
        boolean separate,

        @Describe("The critic's step size, if there are two optimisers.") @Range(from = 0, to = 10, single = true)
        Schedule criticLearningRate) {

    void check(long total, Faults faults) {
        SettingRanges.check("optimiser.", this, faults);
        learningRate.check("optimiser.learningRate", total, faults);
        criticLearningRate.check("optimiser.criticLearningRate", total, faults);
    }
}
