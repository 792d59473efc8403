package dev.streamgrad.job.state;

import dev.streamgrad.contract.record.LearnerState;
import java.util.Optional;

/**
 * A record of the snapshots topic.
 *
 * @param policyId the policy
 * @param version the version
 * @param state the learner's state at the version; empty if the snapshot is deleted
 */
public record Snapshot(String policyId, long version, Optional<LearnerState> state) {

    /** A snapshot. */
    public static Snapshot of(LearnerState state) {
        return new Snapshot(state.policyId(), state.version(), Optional.of(state));
    }

    /** A deleted snapshot. */
    public static Snapshot deleted(String policyId, long version) {
        return new Snapshot(policyId, version, Optional.empty());
    }
}
