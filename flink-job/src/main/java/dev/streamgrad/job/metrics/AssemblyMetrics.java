package dev.streamgrad.job.metrics;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** Counts, per policy, what does not become part of a rollout. The cost is small per block, and none per transition. */
public final class AssemblyMetrics {

    private final MetricGroup operator;
    private final Map<String, Counters> policies = new HashMap<>();

    /** Registers the counters in an operator's group. */
    public AssemblyMetrics(MetricGroup operator) {
        this.operator = operator;
    }

    /** The counters of a policy; the first call registers them, at 0. */
    public Counters of(String policyId) {
        return policies.computeIfAbsent(policyId, id -> new Counters(new PolicyGroup(operator, id)));
    }

    /** Counts unreadable records whose key does not name an agent; they are not emitted downstream. */
    public static Counter unreadable(MetricGroup operator) {
        return new PolicyGroup(operator, JobMetric.UNKNOWN_POLICY)
                .counter(JobMetric.DEAD_LETTERS, DeadLetterReason.UNREADABLE);
    }

    /** Counts invalid training specs, all under the policy {@code unknown}: anyone can write any policy id into a key. */
    public static Counter invalidSpecs(MetricGroup operator) {
        return new PolicyGroup(operator, JobMetric.UNKNOWN_POLICY)
                .counter(JobMetric.DEAD_LETTERS, DeadLetterReason.INVALID_SPEC);
    }

    /** The counters of one policy. */
    public static final class Counters {

        private final Counter duplicates;
        private final Counter fenced;
        private final Counter gaps;
        private final Counter afterTheEnd;
        private final Map<DeadLetterReason, Counter> deadLetters = new EnumMap<>(DeadLetterReason.class);

        private Counters(PolicyGroup group) {
            duplicates = group.counter(JobMetric.DUPLICATE_BLOCKS);
            fenced = group.counter(JobMetric.FENCED_BLOCKS);
            gaps = group.counter(JobMetric.GAP_ROWS);
            afterTheEnd = group.counter(JobMetric.BLOCKS_AFTER_END);
            for (DeadLetterReason reason : DeadLetterReason.values()) {
                deadLetters.put(reason, group.counter(JobMetric.DEAD_LETTERS, reason));
            }
        }

        /** Counts a block whose rows were already there. */
        public void duplicate() {
            duplicates.inc();
        }

        /** Counts a block of an earlier incarnation of the agent. */
        public void fenced() {
            fenced.inc();
        }

        /** Counts rows that will never arrive. */
        public void gap(long rows) {
            gaps.inc(rows);
        }

        /** Counts a block whose rollout lies after the end that a revision set. */
        public void afterTheEnd() {
            afterTheEnd.inc();
        }

        /** Counts a record that could not be used. */
        public void deadLetter(DeadLetterReason reason) {
            Objects.requireNonNull(deadLetters.get(reason)).inc();
        }
    }
}
