package dev.streamgrad.cli.train;

import dev.streamgrad.cli.run.EvaluationFigures;
import dev.streamgrad.cli.run.EventLog;
import dev.streamgrad.cli.run.ProgressTable;
import dev.streamgrad.contract.record.TrainingMetrics;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The updates on their way into {@code progress.csv} and the event file, in order, each once, with its evaluation where it has one. A row whose
 * evaluation is not done holds back those after it: files only grow, and a run reads the same however long its evaluations take.
 */
final class UpdateRows implements AutoCloseable {

    /** With more than these held back, no more are asked for. */
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

    /** A policy version was heard of; whether it is the last decides whether its row has an evaluation. */
    void published(long version, boolean last) {
        if (version >= newestPolicy) {
            newestPolicy = version;
            newestIsLast = last;
        }
        release();
    }

    /** Takes an update, heard of at this time. */
    void add(TrainingMetrics update, long millis) {
        if (update.version() > table.last()) {
            held.addLast(new Held(update, millis));
        }
        release();
    }

    /** Whether few enough are held back. */
    boolean takesMore() {
        release();
        return held.size() < MOST_HELD;
    }

    /** Writes whatever is held back, once no evaluation is to come any more. */
    void releaseAll() {
        while (!held.isEmpty()) {
            write(held.removeFirst());
        }
    }

    /** The run ends here. */
    void end() {
        events.addLast();
    }

    private void release() {
        while (!held.isEmpty() && (ready(held.getFirst().update().version()) || hopeless())) {
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

    /** A policy that a compacted topic no longer has cannot be evaluated; its row must not hold the others for ever. */
    private boolean hopeless() {
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
