package dev.streamgrad.job.metrics;

import dev.streamgrad.contract.record.LearnerState;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** The metrics of a learner and of the policies that it trains. */
public final class LearnerMetrics {

    private final MetricGroup operator;
    private final LongSupplier nanoTime;
    private final Map<String, PolicyMetrics> policies = new HashMap<>();

    /**
     * Registers the metrics that exist once per learner.
     *
     * @param operator the group of the learner's operator
     * @param nanoTime a monotonic clock, ns
     * @param nativeArrays returns how many native arrays are alive; called by the reporter's thread
     */
    public LearnerMetrics(MetricGroup operator, LongSupplier nanoTime, IntSupplier nativeArrays) {
        this.operator = operator;
        this.nanoTime = nanoTime;
        MetricGroup group = operator.addGroup(JobMetric.GROUP);
        group.gauge(JobMetric.NATIVE_ARRAYS.metricName(), (Gauge<Integer>) nativeArrays::getAsInt);
        group.gauge(JobMetric.NATIVE_MEMORY.metricName(), (Gauge<Long>) NativeMemory::bytes);
    }

    /** The metrics of the policy of {@code state}; the first call registers them. */
    public PolicyMetrics of(LearnerState state) {
        return policies.computeIfAbsent(
                state.policyId(),
                id -> new PolicyMetrics(new PolicyGroup(operator, id), new LoopTimes(nanoTime), nanoTime, state));
    }
}
