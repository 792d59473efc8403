package dev.streamgrad.contract.inspection;

import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.TrainingMetrics;
import java.util.Optional;

/** Checks a metrics record against its key, and its version and transitions against their ranges. */
public final class MetricsInspection {

    private MetricsInspection() {}

    /** Why a record of the metrics topic is rejected, as a sentence for the user; empty if it is accepted. */
    public static Optional<String> fault(String key, MetricsRecord metrics) {
        if (!metrics.policyId().equals(key)) {
            return Optional.of("The metrics are of policy '" + metrics.policyId() + "', but the key is '" + key + "'.");
        }
        if (metrics instanceof TrainingMetrics update && (update.version() < 1 || update.transitions() < 0)) {
            return Optional.of("The metrics are of version " + update.version() + " after " + update.transitions()
                    + " transitions, but must be of version 1 or later, after 0 transitions or more.");
        }
        return Optional.empty();
    }
}
