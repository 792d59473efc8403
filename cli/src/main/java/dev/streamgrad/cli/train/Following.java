package dev.streamgrad.cli.train;

import dev.streamgrad.contract.inspection.PolicyInspection;
import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.record.TrainingMetrics;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.TopicNames;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Follows a policy's training to its end, by the job's topics, whoever carries it out. */
public final class Following {

    private static final Duration PATIENCE = Duration.ofMillis(100);
    private static final int LAST_POLLS = 100;

    private final Map<String, Object> client;
    private final TopicNames names;
    private final TrainingSpec spec;
    private final RecordClock time;
    private PolicyStatus.State state = PolicyStatus.State.RUNNING;

    /**
     * Of one policy, from what was published since the clock's time.
     *
     * @param client client properties; {@code bootstrap.servers} at least
     * @param time set to each record's time before the listener hears of it
     */
    public Following(Map<String, Object> client, TopicNames names, TrainingSpec spec, RecordClock time) {
        this.client = client;
        this.names = names;
        this.spec = spec;
        this.time = time;
    }

    /**
     * Returns how the training ended: finished or failed, or stopped where {@code stop} asked to follow it no longer.
     *
     * @param watch called several times a second; what it throws ends the following
     */
    public PolicyStatus.State run(TrainingListener listener, Runnable watch, BooleanSupplier stop) {
        Ends ends = new Ends(listener);
        try (Feed feed = new Feed(client, names, spec, ends, time)) {
            while (state == PolicyStatus.State.RUNNING) {
                feed.poll(PATIENCE);
                ends.judge(feed.caughtUp());
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

    /**
     * Passes everything on, and notes when the training ends: where a status says so, and the version that it names is marked as the last.
     * One alone may be anybody's. A training that failed before its first version has none.
     */
    private final class Ends implements TrainingListener {
        private final TrainingListener next;
        private Optional<PolicyStatus> over = Optional.empty();
        private Optional<PolicyUpdate> last = Optional.empty();
        private Instant lastAt = Instant.EPOCH;
        private boolean begun;
        private int silentPolls;
        private long measuredVersion = -1;

        Ends(TrainingListener next) {
            this.next = next;
        }

        /** Whether the last version's metrics were heard of, or there is none to wait for. */
        boolean complete() {
            return state == PolicyStatus.State.STOPPED
                    || !begun
                    || last.filter(policy -> measuredVersion >= policy.version())
                            .isPresent();
        }

        /** Whether this is the end; {@code caughtUp} if every version was heard of that there was when the following began. */
        void judge(boolean caughtUp) {
            if (over.isEmpty()) {
                return;
            }
            PolicyStatus status = over.get();
            boolean failedAtOnce = status.state() == PolicyStatus.State.FAILED && caughtUp && !begun;
            if (agree(status) || failedAtOnce) {
                last.ifPresent(policy -> {
                    time.set(lastAt); // other records may have been read since
                    next.onPolicy(policy);
                });
                next.onStatus(status);
                state = status.state();
            }
        }

        /** An end that the spec does not foresee, such as that of a revision, counts once nothing came for a while to contradict it. */
        private boolean agree(PolicyStatus status) {
            return last.filter(policy -> policy.version() == status.sinceVersion())
                    .filter(policy -> PolicyInspection.mayEnd(spec, policy) || ++silentPolls > LAST_POLLS)
                    .isPresent();
        }

        @Override
        public void onNotice(String sentence) {
            next.onNotice(sentence);
        }

        @Override
        public void onPolicy(PolicyUpdate policy) {
            begun = true;
            silentPolls = 0;
            last = Optional.of(policy).filter(PolicyUpdate::last);
            lastAt = time.instant();
            if (!policy.last()) {
                next.onPolicy(policy);
            }
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
            boolean ends = status.state() == PolicyStatus.State.FINISHED || status.state() == PolicyStatus.State.FAILED;
            over = Optional.of(status).filter(now -> ends);
            if (!ends) {
                next.onStatus(status);
            }
        }
    }
}
