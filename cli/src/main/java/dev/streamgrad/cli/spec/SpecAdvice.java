package dev.streamgrad.cli.spec;

import dev.streamgrad.contract.spec.Algorithm;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.List;

/** What is allowed, but seldom meant. */
public final class SpecAdvice {

    private SpecAdvice() {}

    /** A sentence each. */
    public static List<String> of(TrainingSpec spec) {
        List<String> advice = new ArrayList<>();
        boolean portions = spec.update().minibatchSize() > 0
                && spec.update().minibatchSize() < spec.rollouts().batch();
        if (spec.update().algorithm() == Algorithm.A2C
                && (portions || spec.update().epochs() > 1)) {
            advice.add(
                    "Note: A2C has no clipping; minibatches and epochs let it learn from transitions that its policy has"
                            + " left behind, and it suffers. PPO is made for them.");
        }
        if (spec.firstLearningRate() == 0) {
            advice.add("Note: optimiser.learningRate is "
                    + spec.optimiser().learningRate().written()
                    + ", which is 0 in the first update already: nothing is learned. Give a constant, or a larger"
                    + " budget.totalSteps.");
        }
        return advice;
    }
}
