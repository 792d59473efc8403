package dev.streamgrad.simulator.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.MetricWithFixedMetadata;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;

/** The metrics of one simulator process. Safe for use by several threads. */
public final class SimulatorMetrics {

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter transitions = counter(SimulatorMetric.TRANSITIONS);
    private final Counter episodes = counter(SimulatorMetric.EPISODES);
    private final Counter blocks = counter(SimulatorMetric.BLOCKS);
    private final Gauge policyVersion = gauge(SimulatorMetric.POLICY_VERSION);
    private final Gauge agents = gauge(SimulatorMetric.AGENTS);
    private final Counter waiting = counter(SimulatorMetric.WAITING);
    private final Summary logReads =
            describe(Summary.builder(), SimulatorMetric.LOG_READS).register(registry);
    private final Counter failures = counter(SimulatorMetric.FAILURES);
    private final Counter rejected = counter(SimulatorMetric.REJECTED_RECORDS);
    private final Counter rebalances = counter(SimulatorMetric.REBALANCES);

    /** Counts a rebalance of the group. */
    public void countRebalance() {
        rebalances.inc();
    }

    /** Counts a record that was ignored. */
    public void countRejectedRecord() {
        rejected.inc();
    }

    /** The metrics of one policy; they start at 0 for a new policy. */
    public PolicyMeter policy(String policyId) {
        return new PolicyMeter(new PolicyMeter.Points(
                transitions.labelValues(policyId),
                episodes.labelValues(policyId),
                blocks.labelValues(policyId),
                policyVersion.labelValues(policyId),
                agents.labelValues(policyId),
                waiting.labelValues(policyId),
                logReads.labelValues(policyId),
                failures.labelValues(policyId)));
    }

    PrometheusRegistry registry() {
        return registry;
    }

    private Counter counter(SimulatorMetric metric) {
        return describe(Counter.builder(), metric).register(registry);
    }

    private Gauge gauge(SimulatorMetric metric) {
        return describe(Gauge.builder(), metric).register(registry);
    }

    private static <B extends MetricWithFixedMetadata.Builder<B, ?>> B describe(B builder, SimulatorMetric metric) {
        builder.name(metric.baseName()).help(metric.help()).labelNames(metric.labels());
        return metric.unit().isEmpty() ? builder : builder.unit(new Unit(metric.unit()));
    }
}
