package dev.streamgrad.training;

import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.TrainingMetrics;
import java.util.List;
import java.util.Optional;

/**
 * Puts the metrics of a policy's updates in order of their versions. Metrics that skip a version are held back until those of the version
 * after them arrive, so that a single record with a far-off version, from any writer, does not hide the updates that follow. Episodes are
 * not reordered.
 */
final class UpdateSequence {

    private long newest;
    private Optional<TrainingMetrics> held = Optional.empty();

    /** Takes the next record of the topic; returns the records that can be used now, in order. */
    List<MetricsRecord> offer(MetricsRecord metrics) {
        if (!(metrics instanceof TrainingMetrics update) || update.version() <= newest + 1) {
            newest = metrics instanceof TrainingMetrics known ? Math.max(newest, known.version()) : newest;
            return List.of(metrics);
        }
        Optional<TrainingMetrics> before = held.filter(figures -> figures.version() == update.version() - 1);
        held = Optional.of(update);
        if (before.isEmpty()) {
            return List.of();
        }
        newest = update.version();
        return List.of(before.get(), update);
    }
}
