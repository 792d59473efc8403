package dev.streamgrad.job.metrics;

import java.util.function.Supplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/** One policy's metrics in one operator, registered under the names of {@link JobMetric}. */
final class PolicyGroup {

    private static final int WINDOW = 512;

    private final MetricGroup group;

    /** The group of a policy within that of an operator. */
    PolicyGroup(MetricGroup operator, String policyId) {
        group = operator.addGroup(JobMetric.GROUP).addGroup(JobMetric.POLICY, policyId);
    }

    /** Registers a gauge; the reporter's thread calls {@code value}. */
    void gauge(JobMetric metric, Supplier<Number> value) {
        group.gauge(named(metric, JobMetric.Kind.GAUGE), (Gauge<Number>) value::get);
    }

    Counter counter(JobMetric metric) {
        return group.counter(named(metric, JobMetric.Kind.COUNTER));
    }

    Counter counter(JobMetric metric, DeadLetterReason reason) {
        return group.addGroup(JobMetric.REASON, reason.label()).counter(named(metric, JobMetric.Kind.COUNTER));
    }

    /** Registers a histogram: quantiles over the last 512 values. */
    Histogram histogram(JobMetric metric) {
        return group.histogram(named(metric, JobMetric.Kind.HISTOGRAM), new DescriptiveStatisticsHistogram(WINDOW));
    }

    private static String named(JobMetric metric, JobMetric.Kind kind) {
        if (metric.kind() != kind) {
            throw new IllegalArgumentException(metric + " is declared as " + metric.kind() + ", not as " + kind + ".");
        }
        return metric.metricName();
    }
}
