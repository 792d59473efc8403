package dev.streamgrad.contract.record;

import java.util.HashMap;
import java.util.Map;

/**
 * The metrics of one update.
 *
 * @param policyId the policy
 * @param version the version that the update produced
 * @param transitions transitions learned from so far
 * @param values by name ({@code train/loss}, …); an undefined metric is absent
 */
public record TrainingMetrics(String policyId, long version, long transitions, Map<String, Double> values)
        implements MetricsRecord {

    /** Copies the values. */
    public TrainingMetrics {
        values = Map.copyOf(values);
    }

    /** Returns a copy with one more value. */
    public TrainingMetrics with(String name, double value) {
        Map<String, Double> more = new HashMap<>(values);
        more.put(name, value);
        return new TrainingMetrics(policyId, version, transitions, more);
    }
}
