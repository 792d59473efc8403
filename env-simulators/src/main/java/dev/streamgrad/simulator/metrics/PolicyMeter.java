package dev.streamgrad.simulator.metrics;

import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.simulator.acting.ActingMeter;
import dev.streamgrad.simulator.acting.PolicySource;
import dev.streamgrad.simulator.acting.TransitionSink;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Counts of one policy, once per block and per policy version: nothing is added to the path of a step. */
public final class PolicyMeter implements ActingMeter {

    private final Points points;

    PolicyMeter(Points points) {
        this.points = points;
    }

    /** Where each metric of the policy is kept. */
    record Points(
            CounterDataPoint transitions,
            CounterDataPoint episodes,
            CounterDataPoint blocks,
            GaugeDataPoint policyVersion,
            GaugeDataPoint agents,
            CounterDataPoint waiting,
            DistributionDataPoint logReads,
            CounterDataPoint failures) {}

    /** How many agents are hosted from now on. */
    public void hosted(int agents) {
        points.agents().set(agents);
    }

    /** The log was read. */
    public void logRead(Duration time) {
        points.logReads().observe(seconds(time.toNanos()));
    }

    /** The agents could not go on. */
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
