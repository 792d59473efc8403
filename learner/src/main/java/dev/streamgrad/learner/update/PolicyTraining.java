package dev.streamgrad.learner.update;

import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.network.ComputeDevice;
import dev.streamgrad.learner.network.TensorEngine;

/** What the agents are told of a learner's state. */
public final class PolicyTraining {

    private PolicyTraining() {}

    /** Why a training ends whose updates were skipped one after the other. */
    public static String failure(LearnerState state) {
        return state.skippedInARow() + " updates in a row were skipped: " + state.lastSkippedReason();
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
