package dev.streamgrad.training.spec;

import dev.streamgrad.contract.spec.Algorithm;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.List;

/** Warns of settings that are valid but rarely intended. */
public final class SpecAdvice {

    private SpecAdvice() {}

    /** The warnings, one sentence each. */
    public static List<String> of(TrainingSpec spec) {
        List<String> advice = new ArrayList<>();
        boolean portions = spec.update().minibatchSize() > 0
                && spec.update().minibatchSize() < spec.rollouts().batch();
        if (spec.update().algorithm() == Algorithm.A2C
                && (portions || spec.update().epochs() > 1)) {
            advice.add(
                    "Note: A2C has no clipping; with minibatches or several epochs it learns from transitions of an outdated"
                            + " policy, and learns worse. Use PPO with these settings.");
        }
        if (spec.firstLearningRate() == 0) {
            advice.add("Note: optimiser.learningRate is "
                    + spec.optimiser().learningRate().written()
                    + ", which is already 0 in the first update: nothing is learned. Give a constant, or a larger"
                    + " budget.totalSteps.");
        }
        long total = spec.budget().totalSteps();
        if (total > 0 && total < spec.rollouts().batch()) {
            advice.add("Note: budget.totalSteps is " + total + ", but one update takes "
                    + spec.rollouts().batch()
                    + " transitions (rollouts.agents × rollouts.rolloutLength), so there is only one. Lower"
                    + " rollouts.rolloutLength for more.");
        }
        return advice;
    }
}
