package dev.streamgrad.cli.train;

import dev.streamgrad.cli.run.ProgressTable;
import dev.streamgrad.cli.run.RunDirectory;
import dev.streamgrad.cli.run.Summary;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.record.EpisodeStatistics;
import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.record.TrainingMetrics;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Keeps the books of a training: the table of updates while it runs, the policy and the summary when it ends. */
public final class TrainingRecord implements TrainingListener, AutoCloseable {

    private final TrainingSpec spec;
    private final RunDirectory directory;
    private final ProgressTable table;
    private final Clock clock;
    private final long startedMillis;
    private final Progress progress;

    private @Nullable PolicyUpdate newest;
    private @Nullable TrainingMetrics latest;
    private long firstPolicyMillis = -1;
    private long firstUpdateMillis = -1;
    private long lastMillis;
    private long firstSteps = -1;
    private double best = Double.NaN;
    private OptionalLong solvedAfter = OptionalLong.empty();

    /**
     * Begins the books.
     *
     * @param startedMillis when the command started, by {@code clock}
     */
    public TrainingRecord(
            TrainingSpec spec, RunDirectory directory, Progress progress, Clock clock, long startedMillis) {
        this.spec = spec;
        this.directory = directory;
        this.progress = progress;
        this.clock = clock;
        this.startedMillis = startedMillis;
        this.lastMillis = startedMillis;
        table = ProgressTable.open(directory.resolve("progress.csv"));
    }

    @Override
    public void onPolicy(PolicyUpdate policy) {
        if (newest != null && policy.version() <= newest.version()) {
            return;
        }
        newest = policy;
        lastMillis = clock.millis();
        if (firstPolicyMillis < 0) {
            firstPolicyMillis = lastMillis;
            firstSteps = policy.version() * spec.rollouts().batch();
        }
        if (firstUpdateMillis < 0 && policy.version() >= 1) {
            firstUpdateMillis = lastMillis;
        }
    }

    @Override
    public void onMetrics(MetricsRecord metrics) {
        if (metrics instanceof TrainingMetrics update && (latest == null || update.version() > latest.version())) {
            latest = update;
            table.add(update);
            mark(update);
            progress.show(update);
        }
    }

    @Override
    public void onStatus(PolicyStatus status) {
        if (!status.reason().isEmpty()) {
            progress.tell(status.state().name().toLowerCase(Locale.ROOT) + ": " + status.reason());
        }
    }

    /** The newest version heard of. */
    public Optional<PolicyUpdate> newestPolicy() {
        return Optional.ofNullable(newest);
    }

    /** Closes the books: writes the policy and the summary. */
    public Summary end(String outcome, String reason) {
        progress.close();
        Summary summary = summary(outcome, reason);
        directory.write("summary.json", summary.json() + System.lineSeparator());
        newestPolicy().ifPresent(policy -> directory.write("policy.avro", Codecs.POLICY_UPDATE.encode(policy)));
        table.close();
        return summary;
    }

    @Override
    public void close() {
        progress.close();
        table.close();
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

    private Summary summary(String outcome, String reason) {
        long steps = latest == null ? 0 : latest.transitions();
        double seconds = firstPolicyMillis < 0 ? 0 : (lastMillis - firstPolicyMillis) / 1000.0;
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
                newest == null ? "" : newest.hash());
    }

    private OptionalDouble metric(String name) {
        Double value = latest == null ? null : latest.values().get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
