package dev.streamgrad.contract.inspection;

import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.TrainingMetrics;
import java.util.Optional;

/** Holds figures against their key, and against what figures can be of. */
public final class MetricsInspection {

    private MetricsInspection() {}

    /** Why a record of the metrics topic cannot be the job's, for a person; empty if it can. */
    public static Optional<String> fault(String key, MetricsRecord metrics) {
        if (!metrics.policyId().equals(key)) {
            return Optional.of(
                    "They are figures of policy '" + metrics.policyId() + "', but their key is '" + key + "'.");
        }
        if (metrics instanceof TrainingMetrics update && (update.version() < 1 || update.transitions() < 0)) {
            return Optional.of("They are figures of version " + update.version() + " after " + update.transitions()
                    + " transitions, but updates make the versions from 1 on.");
        }
        return Optional.empty();
    }
}
