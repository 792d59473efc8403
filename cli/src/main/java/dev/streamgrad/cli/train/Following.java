package dev.streamgrad.cli.train;

import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.record.TrainingMetrics;
import dev.streamgrad.contract.topic.TopicNames;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Follows a policy's training to its end, by the job's topics, whoever carries it out. */
public final class Following {

    private static final Duration PATIENCE = Duration.ofMillis(100);
    private static final int LAST_POLLS = 100;

    private final Map<String, Object> client;
    private final TopicNames names;
    private final String policyId;
    private final RecordClock time;
    private PolicyStatus.State state = PolicyStatus.State.RUNNING;

    /**
     * Of one policy, from what was published since the clock's time.
     *
     * @param client client properties; {@code bootstrap.servers} at least
     * @param time set to each record's time before the listener hears of it
     */
    public Following(Map<String, Object> client, TopicNames names, String policyId, RecordClock time) {
        this.client = client;
        this.names = names;
        this.policyId = policyId;
        this.time = time;
    }

    /**
     * Returns how the training ended: finished or failed, or stopped where {@code stop} asked to follow it no longer.
     *
     * @param watch called several times a second; what it throws ends the following
     */
    public PolicyStatus.State run(TrainingListener listener, Runnable watch, BooleanSupplier stop) {
        Ends ends = new Ends(listener);
        try (Feed feed = new Feed(client, names, policyId, ends, time)) {
            while (state == PolicyStatus.State.RUNNING) {
                feed.poll(PATIENCE);
                watch.run();
                if (stop.getAsBoolean() && state == PolicyStatus.State.RUNNING) {
                    state = PolicyStatus.State.STOPPED;
                }
            }
            // Policies, metrics and status are topics of their own, without an order between them.
            for (int waited = 0; waited < LAST_POLLS && !ends.complete(); waited += ends.takesMetrics() ? 1 : 0) {
                feed.poll(PATIENCE);
            }
        }
        return state;
    }

    /** Passes everything on, and notes when the training ends. */
    private final class Ends implements TrainingListener {
        private final TrainingListener next;
        private long lastVersion = Long.MAX_VALUE;
        private long measuredVersion = -1;
        private boolean finished;

        Ends(TrainingListener next) {
            this.next = next;
        }

        /** Whether the last version and its metrics were heard of, or there is none to wait for. */
        boolean complete() {
            return state == PolicyStatus.State.STOPPED || measuredVersion >= lastVersion;
        }

        @Override
        public void onNotice(String sentence) {
            next.onNotice(sentence);
        }

        @Override
        public void onPolicy(PolicyUpdate policy) {
            lastVersion = policy.last() ? policy.version() : lastVersion;
            next.onPolicy(policy);
            endOnceAllIsKnown();
        }

        @Override
        public void onMetrics(MetricsRecord metrics) {
            if (metrics instanceof TrainingMetrics update) {
                measuredVersion = Math.max(measuredVersion, update.version());
            }
            next.onMetrics(metrics);
        }

        @Override
        public boolean takesMetrics() {
            return next.takesMetrics();
        }

        @Override
        public void onStatus(PolicyStatus status) {
            next.onStatus(status);
            finished = status.state() == PolicyStatus.State.FINISHED;
            if (status.state() == PolicyStatus.State.FAILED) {
                state = status.state();
            }
            endOnceAllIsKnown();
        }

        /** A finished training has a last version. Where the log has lost it, the learner publishes it again, or makes it again. */
        private void endOnceAllIsKnown() {
            if (finished && lastVersion < Long.MAX_VALUE) {
                state = PolicyStatus.State.FINISHED;
            }
        }
    }
}
