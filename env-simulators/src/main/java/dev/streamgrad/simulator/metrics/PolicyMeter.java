package dev.streamgrad.simulator.metrics;

import dev.streamgrad.actor.ActingMeter;
import dev.streamgrad.actor.PolicySource;
import dev.streamgrad.actor.TransitionSink;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.record.TransitionBlock;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The metrics of one policy. They are updated once per block and per policy version, which adds nothing to the time of a step. */
public final class PolicyMeter implements ActingMeter {

    private final Points points;

    PolicyMeter(Points points) {
        this.points = points;
    }

    /** The data points of the metrics of the policy. */
    record Points(
            CounterDataPoint transitions,
            CounterDataPoint episodes,
            CounterDataPoint blocks,
            GaugeDataPoint policyVersion,
            GaugeDataPoint agents,
            CounterDataPoint waiting,
            DistributionDataPoint logReads,
            CounterDataPoint failures) {}

    /** Sets the number of agents that this process hosts. */
    public void hosted(int agents) {
        points.agents().set(agents);
    }

    /** Records that the log was read, and how long it took. */
    public void logRead(Duration time) {
        points.logReads().observe(seconds(time.toNanos()));
    }

    /** Counts a failure that stopped the agents. */
    public void countFailure() {
        points.failures().inc();
    }

    @Override
    public PolicySource policies(PolicySource policies) {
        return version -> {
            long start = System.nanoTime();
            Optional<PolicyUpdate> policy = policies.awaitVersion(version);
            points.waiting().inc(seconds(System.nanoTime() - start));
            policy.ifPresent(update -> points.policyVersion().set((double) update.version()));
            return policy;
        };
    }

    @Override
    public TransitionSink transitions(TransitionSink transitions) {
        return new TransitionSink() {
            @Override
            public void publish(TransitionBlock block) {
                transitions.publish(block);
                count(block);
            }

            @Override
            public void flush() {
                transitions.flush();
            }
        };
    }

    private void count(TransitionBlock block) {
        int ended = 0;
        for (int row = 0; row < block.rows(); row++) {
            ended += block.ended(row) ? 1 : 0;
        }
        points.transitions().inc(block.rows());
        points.episodes().inc(ended);
        points.blocks().inc();
    }

    private static double seconds(long nanos) {
        return (double) nanos / TimeUnit.SECONDS.toNanos(1);
    }
}
