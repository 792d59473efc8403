package dev.streamgrad.contract.record;

/** What the metrics topic carries. */
public sealed interface MetricsRecord permits TrainingMetrics, EpisodeSummary {

    /** The policy; the record's key. */
    String policyId();
}
