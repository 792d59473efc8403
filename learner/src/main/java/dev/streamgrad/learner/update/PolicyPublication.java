package dev.streamgrad.learner.update;

import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.network.ComputeDevice;
import dev.streamgrad.learner.network.Initialisation;
import dev.streamgrad.learner.network.TensorEngine;
import java.util.Arrays;
import java.util.Optional;

/** Derives from a learner's state what is published: the policy update for the agents, and how the training ended. */
public final class PolicyPublication {

    private PolicyPublication() {}

    /** The reason for a failure after too many skipped updates in a row. */
    public static String failure(LearnerState state) {
        return state.skippedInARow() + " updates in a row were skipped: " + state.lastSkippedReason();
    }

    /**
     * The reason why a completed training has failed: more than half of its updates were skipped, or its weights are still the initial
     * ones. Empty if it has not failed. Unchanged weights are no failure with learning rates of 0 ({@link TrainingSpec#firstLearningRate}).
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

    /** The reason for an early end: a revision's total number of transitions was already exceeded. Empty if that was not the case. */
    public static Optional<String> cutShort(TrainingSpec spec, LearnerState last) {
        return spec.revision() > 0 && spec.updates() > 0 && last.version() > spec.updates()
                ? Optional.of("Revision " + spec.revision() + " ended the training: its total of "
                        + spec.budget().totalSteps() + " transitions was already exceeded, at version " + last.version()
                        + ".")
                : Optional.empty();
    }

    /**
     * The policy update of a state that was computed on the CPU.
     *
     * @param last whether training ends with it
     */
    public static PolicyUpdate publication(TrainingSpec spec, LearnerState state, boolean last) {
        return publication(spec, state, last, ComputeDevice.CPU);
    }

    /**
     * The policy update of a state.
     *
     * @param last whether training ends with it
     * @param device the device that computed it
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
