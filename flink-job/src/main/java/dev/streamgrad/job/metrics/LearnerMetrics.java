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
     * Registers what there is one of per learner.
     *
     * @param operator the group of the operator that calls
     * @param nanoTime a clock that only goes forward, ns
     * @param nativeArrays how many are alive; asked by a thread of the reporter's
     */
    public LearnerMetrics(MetricGroup operator, LongSupplier nanoTime, IntSupplier nativeArrays) {
        this.operator = operator;
        this.nanoTime = nanoTime;
        MetricGroup group = operator.addGroup(JobMetric.GROUP);
        group.gauge(JobMetric.NATIVE_ARRAYS.metricName(), (Gauge<Integer>) nativeArrays::getAsInt);
        group.gauge(JobMetric.NATIVE_MEMORY.metricName(), (Gauge<Long>) NativeMemory::bytes);
    }

    /** The metrics of the policy that {@code state} is of; registered when it is first seen. */
    public PolicyMetrics of(LearnerState state) {
        return policies.computeIfAbsent(
                state.policyId(),
                id -> new PolicyMetrics(new PolicyGroup(operator, id), new LoopTimes(nanoTime), nanoTime, state));
    }
}
