package dev.streamgrad.training;

import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.record.EpisodeStatistics;
import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.record.TrainingMetrics;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.training.host.EnvironmentHost;
import dev.streamgrad.training.run.EvaluationFigures;
import dev.streamgrad.training.run.EventLog;
import dev.streamgrad.training.run.ProgressTable;
import dev.streamgrad.training.run.RunDirectory;
import dev.streamgrad.training.run.Summary;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Records a training: writes the table of updates, the events and the evaluations while it runs, and the policy and the summary when it
 * ends.
 */
public final class RunRecorder implements TrainingListener, AutoCloseable {

    private final TrainingSpec spec;
    private final RunDirectory directory;
    private final Evaluations evaluations;
    private final UpdateRows rows;
    private final Clock clock;
    private final long startedMillis;
    private final Progress progress;

    private @Nullable PolicyUpdate newest;
    private @Nullable TrainingMetrics latest;
    private long firstMillis = -1;
    private long firstUpdateMillis = -1;
    private long lastMillis;
    private long firstSteps = -1;
    private double best = Double.NaN;
    private OptionalLong solvedAfter = OptionalLong.empty();
    private long countedFrom;
    private String failure = "";

    /** Starts the record of a training with evaluations in the caller's thread: the training waits for them. */
    public RunRecorder(
            TrainingSpec spec, EnvironmentHost host, RunDirectory directory, Progress progress, Clock clock) {
        this(spec, directory, Evaluations.inTheCallersThread(spec, host, directory), progress, clock, clock.millis());
    }

    /**
     * Starts the record.
     *
     * @param evaluations closed with the record
     * @param startedMillis when the command started, by {@code clock}
     */
    public RunRecorder(
            TrainingSpec spec,
            RunDirectory directory,
            Evaluations evaluations,
            Progress progress,
            Clock clock,
            long startedMillis) {
        this.spec = spec;
        this.directory = directory;
        this.evaluations = evaluations;
        this.progress = progress;
        this.clock = clock;
        this.startedMillis = startedMillis;
        this.lastMillis = startedMillis;
        directory.reserve((long) Float.BYTES
                * ParameterLayout.of(spec.environment(), spec.network()).size());
        ProgressTable table = ProgressTable.open(directory.resolve(ProgressTable.FILE));
        rows = new UpdateRows(evaluations, table, new EventLog(directory.path()));
        table.damage().ifPresent(progress::tell);
        evaluations.damage().forEach(progress::tell);
    }

    /**
     * Excludes versions of an earlier process from time and rate, since they are read again within moments.
     *
     * @param version the newest version of the earlier process
     */
    public void countFrom(long version) {
        countedFrom = version;
    }

    @Override
    public void onStage(Stage stage) {
        progress.stage(stage);
    }

    @Override
    public void onPolicy(PolicyUpdate policy) {
        evaluations.offer(policy);
        rows.published(policy.version(), policy.last());
        if (newest != null && policy.version() <= newest.version()) {
            return;
        }
        newest = policy;
        if (policy.version() < countedFrom) {
            return;
        }
        lastMillis = clock.millis();
        begin(policy.version());
        if (firstUpdateMillis < 0 && policy.version() >= 1) {
            firstUpdateMillis = lastMillis;
        }
    }

    /**
     * Notes the earliest version that this process reads of: time and rate are counted from there. Usually that is the first policy version.
     * If the policies topic no longer holds it, it is the first version whose figures the metrics topic holds.
     */
    private void begin(long version) {
        long steps = version * spec.rollouts().batch();
        if (version >= countedFrom && (firstMillis < 0 || steps < firstSteps)) {
            firstMillis = clock.millis();
            firstSteps = steps;
        }
    }

    @Override
    public void onMetrics(MetricsRecord metrics) {
        if (metrics instanceof TrainingMetrics update && (latest == null || update.version() > latest.version())) {
            latest = update;
            begin(update.version());
            rows.add(update, clock.millis());
            mark(update);
            if (update.version() > countedFrom) {
                progress.show(withBestEvaluation(update));
            }
        }
    }

    @Override
    public boolean takesMetrics() {
        return rows.takesMore();
    }

    @Override
    public void onStatus(PolicyStatus status) {
        if (status.state() == PolicyStatus.State.FAILED) {
            failure = status.reason();
        }
        if (!status.reason().isEmpty()) {
            progress.tell(status.state().name().toLowerCase(Locale.ROOT) + ": " + status.reason());
        }
    }

    @Override
    public void onNotice(String sentence) {
        progress.tell(sentence);
    }

    /** Why the training failed, as the learner reported it; empty if it did not. */
    public String failure() {
        return failure;
    }

    /** The newest version received. */
    public Optional<PolicyUpdate> newestPolicy() {
        return Optional.ofNullable(newest);
    }

    /** Ends the record: writes the policy and the summary. If the training is complete, waits for the pending evaluations first. */
    public Summary end(String outcome, String reason) {
        progress.close();
        if (newest != null && newest.last() && !evaluations.failed()) {
            evaluations.await();
            rows.releaseAll();
        }
        Summary summary = endedBefore().orElseGet(() -> summary(outcome, reason));
        directory.write(Summary.FILE, summary.json() + System.lineSeparator());
        newestPolicy().ifPresent(policy -> directory.write(RunDirectory.POLICY, policy));
        if (!directory.diskFull()) {
            rows.end();
        }
        close();
        return summary;
    }

    @Override
    public void close() {
        progress.close();
        evaluations.close();
        rows.close();
    }

    private TrainingMetrics withBestEvaluation(TrainingMetrics update) {
        Optional<EvaluationFigures> best = evaluations.best();
        if (best.isEmpty()) {
            return update;
        }
        Map<String, Double> values = new HashMap<>(update.values());
        values.putAll(best.get().values());
        return new TrainingMetrics(update.policyId(), update.version(), update.transitions(), values);
    }

    private void mark(TrainingMetrics update) {
        double mean = update.values().getOrDefault("rollout/ep_rew_mean", Double.NaN);
        boolean full = update.values().getOrDefault("rollout/episodes", 0.0) >= EpisodeStatistics.WINDOW;
        if (!full || Double.isNaN(mean)) {
            return;
        }
        best = Double.isNaN(best) ? mean : Math.max(best, mean);
        OptionalDouble solved = spec.budget().solvedReturn();
        if (solvedAfter.isEmpty() && solved.isPresent() && mean >= solved.getAsDouble()) {
            solvedAfter = OptionalLong.of(update.transitions());
        }
    }

    /** The existing summary of a run that had ended before, if this process added nothing to it. */
    private Optional<Summary> endedBefore() {
        return newestPolicy()
                .filter(policy -> policy.last() && policy.version() == countedFrom)
                .flatMap(policy -> Summary.read(directory.path()).filter(known -> known.endedWith(policy)));
    }

    private Summary summary(String outcome, String reason) {
        long steps = latest == null ? 0 : latest.transitions();
        double seconds = firstMillis < 0 ? 0 : Math.max(0, lastMillis - firstMillis) / 1000.0;
        return new Summary(
                outcome,
                reason,
                spec.policyId(),
                spec.update().algorithm().name().toLowerCase(Locale.ROOT),
                spec.environment().id(),
                spec.seed(),
                spec.rollouts().agents(),
                steps,
                newest == null ? 0 : newest.version(),
                (long) metric("rollout/episodes").orElse(0),
                metric("rollout/ep_rew_mean"),
                Double.isNaN(best) ? OptionalDouble.empty() : OptionalDouble.of(best),
                spec.budget().solvedReturn(),
                solvedAfter,
                seconds,
                firstUpdateMillis < 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of((firstUpdateMillis - startedMillis) / 1000.0),
                seconds > 0 ? Math.round((steps - Math.max(0, firstSteps)) / seconds) : 0,
                (long) metric("stream/skipped_updates").orElse(0),
                (long) metric("stream/masked").orElse(0),
                newest == null ? "" : newest.hash(),
                evaluations.best());
    }

    private OptionalDouble metric(String name) {
        Double value = latest == null ? null : latest.values().get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
