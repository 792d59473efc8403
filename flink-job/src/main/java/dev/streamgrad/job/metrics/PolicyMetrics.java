package dev.streamgrad.job.metrics;

import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.learner.update.UpdateResult;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;

/**
 * The metrics of one policy's learner: of its state, of its last update, and of the loop's times. The task's thread tells, a thread of
 * the reporter's asks; what passes between them is immutable.
 */
public final class PolicyMetrics {

    private static final long NANOS_PER_MICRO = 1_000;

    private final LongSupplier nanoTime;
    private final LoopTimes times;
    private final Counter updates;
    private final Counter stale;
    private final Counter refused;
    private final Histogram updateTime;
    private final Histogram batchWait;
    private final Histogram loopLatency;
    private volatile LearnerState state;
    private volatile Map<String, Double> figures = Map.of();
    private volatile boolean stalled;

    PolicyMetrics(PolicyGroup group, LoopTimes times, LongSupplier nanoTime, LearnerState state) {
        this.nanoTime = nanoTime;
        this.times = times;
        this.state = state;
        updates = group.counter(JobMetric.UPDATES);
        stale = group.counter(JobMetric.STALE_ROLLOUTS);
        refused = group.counter(JobMetric.REFUSED_REVISIONS);
        updateTime = group.histogram(JobMetric.UPDATE_MICROS);
        batchWait = group.histogram(JobMetric.BATCH_WAIT_MICROS);
        loopLatency = group.histogram(JobMetric.LOOP_LATENCY_MICROS);
        group.gauge(JobMetric.STALLED, () -> stalled ? 1 : 0);
        gaugesOfTheState(group);
        gaugesOfTheLastUpdate(group);
    }

    private void gaugesOfTheState(PolicyGroup group) {
        ofState(group, JobMetric.VERSION, LearnerState::version);
        ofState(group, JobMetric.TRANSITIONS, LearnerState::transitions);
        ofState(group, JobMetric.EPISODES, now -> now.episodes().episodes());
        ofState(group, JobMetric.MEAN_EPISODE_RETURN, now -> now.episodes().meanReturn());
        ofState(group, JobMetric.MEAN_EPISODE_LENGTH, now -> now.episodes().meanLength());
        ofState(group, JobMetric.SKIPPED_UPDATES, LearnerState::skipped);
        ofState(group, JobMetric.MASKED_ROWS, LearnerState::masked);
    }

    private void gaugesOfTheLastUpdate(PolicyGroup group) {
        group.gauge(
                JobMetric.POLICY_LOSS,
                () -> figures.getOrDefault("train/policy_gradient_loss", figure("train/policy_loss")));
        ofUpdate(group, JobMetric.VALUE_LOSS, "train/value_loss");
        group.gauge(JobMetric.ENTROPY, () -> -figure("train/entropy_loss"));
        ofUpdate(group, JobMetric.APPROX_KL, "train/approx_kl");
        ofUpdate(group, JobMetric.CLIP_FRACTION, "train/clip_fraction");
        ofUpdate(group, JobMetric.EXPLAINED_VARIANCE, "train/explained_variance");
        ofUpdate(group, JobMetric.GRAD_NORM, "train/grad_norm");
        ofUpdate(group, JobMetric.POLICY_LAG, "stream/policy_lag");
    }

    private void ofState(PolicyGroup group, JobMetric metric, ToDoubleFunction<LearnerState> value) {
        group.gauge(metric, () -> value.applyAsDouble(state));
    }

    private void ofUpdate(PolicyGroup group, JobMetric metric, String name) {
        group.gauge(metric, () -> figure(name));
    }

    /** A figure of the last update; NaN before the first, and where it is undefined. */
    private double figure(String name) {
        return figures.getOrDefault(name, Double.NaN);
    }

    /** A version went out for the first time. */
    public void published(long version) {
        times.published(version);
    }

    /** A rollout came, and waits for its turn. */
    public void arrived(long index) {
        times.arrived(index);
    }

    /** A rollout came too late to be learned from. */
    public void stale() {
        stale.inc();
    }

    /** A later training spec was refused. */
    public void refused() {
        refused.inc();
    }

    /** Training is over, and its state is let go but for {@code rest}. */
    public void over(LearnerState rest) {
        state = rest;
    }

    /** Whether rollouts are missing and nothing comes. */
    public void stalled(boolean now) {
        stalled = now;
    }

    /**
     * Makes an update, and measures it.
     *
     * @param index of the rollouts that it learns from
     * @param lag how many versions they trail
     */
    public UpdateResult measured(long index, int lag, Supplier<UpdateResult> update) {
        times.taken(index, lag).ifPresent(loop -> {
            batchWait.update(loop.waited() / NANOS_PER_MICRO);
            loop.latency().ifPresent(latency -> loopLatency.update(latency / NANOS_PER_MICRO));
        });
        long begin = nanoTime.getAsLong();
        UpdateResult result = update.get();
        updateTime.update((nanoTime.getAsLong() - begin) / NANOS_PER_MICRO);
        updates.inc();
        state = result.state();
        figures = result.metrics().values();
        return result;
    }
}
