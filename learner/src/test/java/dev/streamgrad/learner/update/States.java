package dev.streamgrad.learner.update;

import dev.streamgrad.contract.record.LearnerState;

/** Learner states for tests. */
final class States {

    private States() {}

    /** The same state with other weights. */
    static LearnerState with(LearnerState state, float[] parameters) {
        return new LearnerState(
                state.policyId(),
                state.version(),
                state.incarnation(),
                state.specRevision(),
                parameters,
                state.optimisers(),
                state.observations(),
                state.rewards(),
                state.episodes(),
                state.transitions(),
                state.gradientSteps(),
                state.skippedInARow(),
                state.skipped(),
                state.masked(),
                state.lastLineage(),
                state.lastSkippedReason());
    }
}
