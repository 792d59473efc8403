package dev.streamgrad.contract.record;

/** A record of the metrics topic. */
public sealed interface MetricsRecord permits TrainingMetrics, EpisodeSummary {

    /** The policy id, which is also the record's key. */
    String policyId();
}
