package dev.streamgrad.contract.inspection;

import dev.streamgrad.contract.record.PolicyStatus;
import java.util.Optional;

/** Checks a status against its key, and its version and incarnation against their ranges. */
public final class StatusInspection {

    private StatusInspection() {}

    /** Why a record of the status topic is rejected, as a sentence for the user; empty if it is accepted. */
    public static Optional<String> fault(String key, PolicyStatus status) {
        if (!status.policyId().equals(key)) {
            return Optional.of("It is a status of policy '" + status.policyId() + "', but its key is '" + key + "'.");
        }
        return status.sinceVersion() < -1 || status.incarnation() < 0
                ? Optional.of("It is of version " + status.sinceVersion() + " and incarnation " + status.incarnation()
                        + ", but the version must be -1 or more and the incarnation 0 or more.")
                : Optional.empty();
    }
}
