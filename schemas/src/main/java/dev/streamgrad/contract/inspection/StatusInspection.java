package dev.streamgrad.contract.inspection;

import dev.streamgrad.contract.record.PolicyStatus;
import java.util.Optional;

/** Holds a status against its key, and against what a status can say. */
public final class StatusInspection {

    private StatusInspection() {}

    /** Why a record of the status topic cannot be the job's, for a person; empty if it can. */
    public static Optional<String> fault(String key, PolicyStatus status) {
        if (!status.policyId().equals(key)) {
            return Optional.of("It is a status of policy '" + status.policyId() + "', but its key is '" + key + "'.");
        }
        return status.sinceVersion() < -1 || status.incarnation() < 0
                ? Optional.of("It is of version " + status.sinceVersion() + " and incarnation " + status.incarnation()
                        + ", which there cannot be.")
                : Optional.empty();
    }
}
