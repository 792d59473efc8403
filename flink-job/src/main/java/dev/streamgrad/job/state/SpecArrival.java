package dev.streamgrad.job.state;

import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.Optional;

/**
 * A record of the training-specs topic.
 *
 * @param policyId the policy that its key names
 * @param revision the revision that its key names
 * @param spec empty where it is refused
 * @param fault why it is refused, for a person; empty where it is not
 */
public record SpecArrival(String policyId, int revision, Optional<TrainingSpec> spec, String fault) {

    /** A spec that can be used. */
    public static SpecArrival of(TrainingSpec spec) {
        return new SpecArrival(spec.policyId(), spec.revision(), Optional.of(spec), "");
    }

    /** A record that cannot. */
    public static SpecArrival refused(String policyId, int revision, String fault) {
        return new SpecArrival(policyId, revision, Optional.empty(), fault);
    }
}
