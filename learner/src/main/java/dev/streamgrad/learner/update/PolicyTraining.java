package dev.streamgrad.learner.update;

import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.network.ComputeDevice;
import dev.streamgrad.learner.network.Initialisation;
import dev.streamgrad.learner.network.TensorEngine;
import java.util.Arrays;
import java.util.Optional;

/** What is told of a learner's state: its policy to the agents, and how its training ended. */
public final class PolicyTraining {

    private PolicyTraining() {}

    /** Why a training ends whose updates were skipped one after the other. */
    public static String failure(LearnerState state) {
        return state.skippedInARow() + " updates in a row were skipped: " + state.lastSkippedReason();
    }

    /**
     * Why a training that came to its end has failed nevertheless: more than half of its updates were skipped, or its weights are still the
     * initial ones. Empty where something was learned, or where learning rates of 0 asked for nothing ({@link TrainingSpec#firstLearningRate}).
     */
    public static Optional<String> shortfall(TrainingSpec spec, LearnerState last) {
        if (last.skipped() > last.version() / 2) {
            String newest = last.lastSkippedReason().isEmpty() ? "" : " The last: " + last.lastSkippedReason();
            return Optional.of(last.skipped() + " of " + last.version() + " updates were skipped." + newest);
        }
        return spec.firstLearningRate() > 0 && Arrays.equals(last.parameters(), Initialisation.parameters(spec))
                ? Optional.of("Nothing was learned: after " + last.version() + " updates with " + last.gradientSteps()
                        + " gradient steps the weights are the initial ones.")
                : Optional.empty();
    }

    /** Says that a revision ended a training by a total that had been passed already; empty where none did. */
    public static Optional<String> cutShort(TrainingSpec spec, LearnerState last) {
        return spec.revision() > 0 && spec.updates() > 0 && last.version() > spec.updates()
                ? Optional.of("Revision " + spec.revision() + " ended it: its total of "
                        + spec.budget().totalSteps() + " transitions was passed already, at version " + last.version()
                        + ".")
                : Optional.empty();
    }

    /**
     * The policy version that a state holds, computed on the CPU.
     *
     * @param last whether training ends with it
     */
    public static PolicyUpdate publication(TrainingSpec spec, LearnerState state, boolean last) {
        return publication(spec, state, last, ComputeDevice.CPU);
    }

    /**
     * The policy version that a state holds.
     *
     * @param last whether training ends with it
     * @param device what computed it
     */
    public static PolicyUpdate publication(TrainingSpec spec, LearnerState state, boolean last, ComputeDevice device) {
        return new PolicyUpdate(
                state.policyId(),
                state.version(),
                state.incarnation(),
                state.specRevision(),
                spec.network(),
                state.parameters(),
                state.observations(),
                spec.rollouts().rolloutLength(),
                spec.rollouts().lag(),
                state.lastLineage(),
                state.hash(),
                state.lastSkippedReason(),
                last,
                TensorEngine.build(device));
    }
}
