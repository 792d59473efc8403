package dev.streamgrad.contract.spec;

import java.util.OptionalDouble;

/** The gradient step. */
public record OptimiserSpec(
        @Describe("The rule: adam, rmsprop or rmsprop_tf.") OptimiserKind kind,

        @Describe(value = "Step size; the actor's, where there are two optimisers.", range = "a schedule, 0 … 10")
        Schedule learningRate,

        @Describe(value = "Bound on the gradient's global norm; absent for none.", range = "above 0, or absent")
        OptionalDouble maxGradNorm,

        @Describe(value = "Number that keeps the division finite, ε.", range = "above 0")
        double epsilon,

        @Describe(value = "Adam's decay of the mean.", range = "0 … below 1")
        double beta1,

        @Describe(value = "Adam's decay of the square.", range = "0 … below 1")
        double beta2,

        @Describe(value = "RMSprop's decay of the square.", range = "0 … below 1")
        double alpha,

        @Describe("One optimiser each for actor and critic, each clipping its own norm; the value coefficient is then"
                + " 1.")
        boolean separate,

        @Describe(value = "The critic's step size, where there are two optimisers.", range = "a schedule, 0 … 10")
        Schedule criticLearningRate) {

    void check(long total, Faults faults) {
        learningRate.check("optimiser.learningRate", 0, 10, total, faults);
        criticLearningRate.check("optimiser.criticLearningRate", 0, 10, total, faults);
        maxGradNorm.ifPresent(norm -> faults.requirePositive("optimiser.maxGradNorm", norm));
        faults.requirePositive("optimiser.epsilon", epsilon);
        faults.requireBetween("optimiser.beta1", beta1, 0, Math.nextDown(1.0));
        faults.requireBetween("optimiser.beta2", beta2, 0, Math.nextDown(1.0));
        faults.requireBetween("optimiser.alpha", alpha, 0, Math.nextDown(1.0));
    }
}
