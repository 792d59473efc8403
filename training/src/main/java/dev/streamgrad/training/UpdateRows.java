package dev.streamgrad.training;

import dev.streamgrad.contract.record.TrainingMetrics;
import dev.streamgrad.training.run.EvaluationFigures;
import dev.streamgrad.training.run.EventLog;
import dev.streamgrad.training.run.ProgressTable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the updates to {@code progress.csv} and the event file: in order, each once, with its evaluation if it has one. A row whose
 * evaluation is pending holds back the rows after it: files are only appended to, and the files of a run do not depend on how long its
 * evaluations take.
 */
final class UpdateRows implements AutoCloseable {

    /** While this many rows are held back, no more metrics are accepted. */
    private static final int MOST_HELD = 10_000;

    private final Evaluations evaluations;
    private final ProgressTable table;
    private final EventLog events;
    private final Deque<Held> held = new ArrayDeque<>();
    private long newestPolicy = -1;
    private boolean newestIsLast;

    private record Held(TrainingMetrics update, long millis) {}

    UpdateRows(Evaluations evaluations, ProgressTable table, EventLog events) {
        this.evaluations = evaluations;
        this.table = table;
        this.events = events;
    }

    /** Notes a published policy version; whether it is the last decides whether its row has an evaluation. */
    void published(long version, boolean last) {
        if (version >= newestPolicy) {
            newestPolicy = version;
            newestIsLast = last;
        }
        release();
    }

    /** Adds an update that was received at this time. */
    void add(TrainingMetrics update, long millis) {
        if (update.version() > table.last()) {
            held.addLast(new Held(update, millis));
        }
        release();
    }

    /** Whether more metrics are accepted. */
    boolean takesMore() {
        release();
        return held.size() < MOST_HELD;
    }

    /** Writes all rows that are held back; called when no more evaluations will come. */
    void releaseAll() {
        while (!held.isEmpty()) {
            write(held.removeFirst());
        }
    }

    /** Ends the record of the run. */
    void end() {
        events.addLast();
    }

    private void release() {
        while (!held.isEmpty() && (ready(held.getFirst().update().version()) || neverReady())) {
            write(held.removeFirst());
        }
    }

    private boolean ready(long version) {
        if (!evaluations.wanted()) {
            return true;
        }
        boolean last = newestIsLast && version == newestPolicy;
        boolean due = last || evaluations.due(version);
        return newestPolicy >= version && (!due || evaluations.of(version).isPresent());
    }

    /**
     * Whether the first row can never get its evaluation: a policy that compaction removed from the topic cannot be evaluated. Its row must
     * not hold back the others permanently.
     */
    private boolean neverReady() {
        return held.size() >= MOST_HELD && evaluations.idle();
    }

    private void write(Held row) {
        TrainingMetrics whole = evaluated(row.update());
        table.add(whole);
        events.add(whole, row.millis());
    }

    private TrainingMetrics evaluated(TrainingMetrics update) {
        Optional<EvaluationFigures> figures = evaluations.of(update.version());
        if (figures.isEmpty()) {
            return update;
        }
        Map<String, Double> values = new HashMap<>(update.values());
        values.putAll(figures.get().values());
        return new TrainingMetrics(update.policyId(), update.version(), update.transitions(), values);
    }

    @Override
    public void close() {
        table.close();
        events.close();
    }
}
