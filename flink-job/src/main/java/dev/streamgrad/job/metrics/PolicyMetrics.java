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
 * The metrics of one policy: of its learner state, of its last update, and of the times of the loop. The task's thread writes and the
 * reporter's thread reads; the values that they share are immutable.
 */
public final class PolicyMetrics {

    private static final long NANOS_PER_MICRO = 1_000;

    private final LongSupplier nanoTime;
    private final LoopTimes times;
    private final Counter updates;
    private final Counter stale;
    private final Counter rejected;
    private final Histogram updateTime;
    private final Histogram batchWait;
    private final Histogram loopLatency;
    private volatile LearnerState state;
    private volatile Map<String, Double> lastUpdate = Map.of();
    private volatile boolean stalled;

    PolicyMetrics(PolicyGroup group, LoopTimes times, LongSupplier nanoTime, LearnerState state) {
        this.nanoTime = nanoTime;
        this.times = times;
        this.state = state;
        updates = group.counter(JobMetric.UPDATES);
        stale = group.counter(JobMetric.STALE_ROLLOUTS);
        rejected = group.counter(JobMetric.REJECTED_REVISIONS);
        updateTime = group.histogram(JobMetric.UPDATE_MICROS);
        batchWait = group.histogram(JobMetric.BATCH_WAIT_MICROS);
        loopLatency = group.histogram(JobMetric.LOOP_LATENCY_MICROS);
        group.gauge(JobMetric.STALLED, () -> stalled ? 1 : 0);
        registerStateGauges(group);
        registerUpdateGauges(group);
    }

    private void registerStateGauges(PolicyGroup group) {
        stateGauge(group, JobMetric.VERSION, LearnerState::version);
        stateGauge(group, JobMetric.TRANSITIONS, LearnerState::transitions);
        stateGauge(group, JobMetric.EPISODES, now -> now.episodes().episodes());
        stateGauge(group, JobMetric.MEAN_EPISODE_RETURN, now -> now.episodes().meanReturn());
        stateGauge(group, JobMetric.MEAN_EPISODE_LENGTH, now -> now.episodes().meanLength());
        stateGauge(group, JobMetric.SKIPPED_UPDATES, LearnerState::skipped);
        stateGauge(group, JobMetric.MASKED_ROWS, LearnerState::masked);
    }

    private void registerUpdateGauges(PolicyGroup group) {
        group.gauge(
                JobMetric.POLICY_LOSS,
                () -> lastUpdate.getOrDefault("train/policy_gradient_loss", lastValue("train/policy_loss")));
        updateGauge(group, JobMetric.VALUE_LOSS, "train/value_loss");
        group.gauge(JobMetric.ENTROPY, () -> -lastValue("train/entropy_loss"));
        updateGauge(group, JobMetric.APPROX_KL, "train/approx_kl");
        updateGauge(group, JobMetric.CLIP_FRACTION, "train/clip_fraction");
        updateGauge(group, JobMetric.EXPLAINED_VARIANCE, "train/explained_variance");
        updateGauge(group, JobMetric.GRAD_NORM, "train/grad_norm");
        updateGauge(group, JobMetric.POLICY_LAG, "stream/policy_lag");
    }

    private void stateGauge(PolicyGroup group, JobMetric metric, ToDoubleFunction<LearnerState> value) {
        group.gauge(metric, () -> value.applyAsDouble(state));
    }

    private void updateGauge(PolicyGroup group, JobMetric metric, String name) {
        group.gauge(metric, () -> lastValue(name));
    }

    /** A metric of the last update; NaN before the first update, and if it is undefined. */
    private double lastValue(String name) {
        return lastUpdate.getOrDefault(name, Double.NaN);
    }

    /** A version was published for the first time. */
    public void published(long version) {
        times.published(version);
    }

    /** A rollout arrived, and waits for its update. */
    public void arrived(long index) {
        times.arrived(index);
    }

    /** A rollout arrived too late to be learned from. */
    public void stale() {
        stale.inc();
    }

    /** A later training spec was rejected. */
    public void rejected() {
        rejected.inc();
    }

    /** Training has ended, and only {@code rest} of its state is kept. */
    public void over(LearnerState rest) {
        state = rest;
    }

    /** Sets whether rollouts are missing and no data arrives. */
    public void stalled(boolean now) {
        stalled = now;
    }

    /**
     * Runs an update, and measures it.
     *
     * @param index the index of the rollouts that it learns from
     * @param lag how many versions the rollouts trail
     * @param update computes the update
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
        lastUpdate = result.metrics().values();
        return result;
    }
}
