package dev.streamgrad.job.state;

import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.Optional;

/**
 * A record of the training-specs topic.
 *
 * @param policyId the policy that its key names
 * @param revision the revision that its key names
 * @param spec the spec; empty if it is rejected
 * @param fault why it is rejected, as a message for the user; empty if it is not
 */
public record ReceivedSpec(String policyId, int revision, Optional<TrainingSpec> spec, String fault) {

    /** A valid spec. */
    public static ReceivedSpec of(TrainingSpec spec) {
        return new ReceivedSpec(spec.policyId(), spec.revision(), Optional.of(spec), "");
    }

    /** A rejected record. */
    public static ReceivedSpec rejected(String policyId, int revision, String fault) {
        return new ReceivedSpec(policyId, revision, Optional.empty(), fault);
    }
}
