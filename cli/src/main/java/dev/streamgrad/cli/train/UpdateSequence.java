package dev.streamgrad.cli.train;

import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.TrainingMetrics;
import java.util.List;
import java.util.Optional;

/**
 * The figures of a policy's updates, one version after the other. Figures of a version further on are held back until those of the version
 * after it come: one record that names a far version from any writer does not hide the updates that follow. Episodes pass.
 */
final class UpdateSequence {

    private long newest;
    private Optional<TrainingMetrics> held = Optional.empty();

    /** Takes the next record of the topic; returns what may be used now, in order. */
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
