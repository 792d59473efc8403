package dev.streamgrad.training;

import dev.streamgrad.contract.inspection.EndOfTraining;
import dev.streamgrad.contract.inspection.SaidEnds;
import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.record.TrainingMetrics;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.process.MonotonicClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Follows a policy's training to its end through the job's topics, whichever process trains it. */
public final class TrainingFollower {

    private static final Duration PATIENCE = Duration.ofMillis(100);
    private static final int LAST_POLLS = 100;

    private final Map<String, Object> client;
    private final TopicNames names;
    private final TrainingSpec spec;
    private final RecordClock time;
    private PolicyStatus.State state = PolicyStatus.State.RUNNING;

    /**
     * Follows one policy, from what was published since the clock's time.
     *
     * @param client client properties; {@code bootstrap.servers} at least
     * @param time set to each record's time before the record is passed to the listener
     */
    public TrainingFollower(Map<String, Object> client, TopicNames names, TrainingSpec spec, RecordClock time) {
        this.client = client;
        this.names = names;
        this.spec = spec;
        this.time = time;
    }

    /**
     * Returns how the training ended: finished or failed, or stopped if {@code stop} returned true first.
     *
     * @param watch called several times a second; an exception from it ends the following
     */
    public PolicyStatus.State run(TrainingListener listener, Runnable watch, BooleanSupplier stop) {
        Ends ends = new Ends(listener);
        try (PolicyTopicsReader feed = new PolicyTopicsReader(client, names, spec, ends, time)) {
            while (state == PolicyStatus.State.RUNNING) {
                feed.poll(PATIENCE);
                ends.judge(feed);
                watch.run();
                if (stop.getAsBoolean() && state == PolicyStatus.State.RUNNING) {
                    state = PolicyStatus.State.STOPPED;
                }
            }
            // The topics of policies, metrics and status have no common order: the last metrics may still be missing.
            for (int waited = 0; waited < LAST_POLLS && !ends.complete(); waited += ends.takesMetrics() ? 1 : 0) {
                feed.poll(PATIENCE);
            }
        }
        return state;
    }

    /**
     * Forwards everything and detects the end of the training. Holds back the status and the version that announce the end until the end is
     * confirmed.
     */
    private final class Ends implements TrainingListener {
        private final TrainingListener next;
        private final EndOfTraining end = new EndOfTraining(spec, MonotonicClock.start());
        private final SaidEnds said = new SaidEnds();
        private Optional<PolicyUpdate> last = Optional.empty();
        private Instant lastAt = time.instant();
        private boolean begun;
        private long measuredVersion = -1;

        Ends(TrainingListener next) {
            this.next = next;
        }

        /** Whether the last version's metrics were received, or none are expected. */
        boolean complete() {
            return state == PolicyStatus.State.STOPPED
                    || !begun
                    || last.filter(policy -> measuredVersion >= policy.version())
                            .isPresent();
        }

        void judge(PolicyTopicsReader feed) {
            feed.over(said, end).ifPresent(status -> {
                time.set(lastAt);
                last.ifPresent(next::onPolicy);
                next.onStatus(status);
                state = status.state();
            });
        }

        @Override
        public void onNotice(String sentence) {
            next.onNotice(sentence);
        }

        @Override
        public void onPolicy(PolicyUpdate policy) {
            begun = true;
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
            said.add(status);
            if (!SaidEnds.isOne(status)) {
                next.onStatus(status);
            }
        }
    }
}
