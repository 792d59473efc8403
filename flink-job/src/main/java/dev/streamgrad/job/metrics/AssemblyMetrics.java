package dev.streamgrad.job.metrics;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** What does not come to be part of a rollout, counted by policy. Nothing here costs per transition, and little per block. */
public final class AssemblyMetrics {

    private final MetricGroup operator;
    private final Map<String, Counters> policies = new HashMap<>();

    /** Counters in the group of the operator that calls. */
    public AssemblyMetrics(MetricGroup operator) {
        this.operator = operator;
    }

    /** The counters of a policy; registered, at 0, when it is first named. */
    public Counters of(String policyId) {
        return policies.computeIfAbsent(policyId, id -> new Counters(new PolicyGroup(operator, id)));
    }

    /** Counts records that cannot be read and whose key names no agent: nobody downstream hears of them. */
    public static Counter unreadable(MetricGroup operator) {
        return new PolicyGroup(operator, JobMetric.UNKNOWN_POLICY)
                .counter(JobMetric.DEAD_LETTERS, DeadLetterReason.UNREADABLE);
    }

    /** Counts records of the training-specs topic that are no spec: anyone may write any policy's name into their key. */
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

        /** A block whose rows were there. */
        public void duplicate() {
            duplicates.inc();
        }

        /** A block of an agent's earlier life. */
        public void fenced() {
            fenced.inc();
        }

        /** Rows that never come. */
        public void gap(long rows) {
            gaps.inc(rows);
        }

        /** A block that a revision leaves no rollout for. */
        public void afterTheEnd() {
            afterTheEnd.inc();
        }

        /** A record that could not be used. */
        public void deadLetter(DeadLetterReason reason) {
            Objects.requireNonNull(deadLetters.get(reason)).inc();
        }
    }
}
