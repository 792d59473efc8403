package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.job.metrics.LearnerMetrics;
import dev.streamgrad.job.state.ReceivedSpec;
import dev.streamgrad.job.state.WrittenSpec;
import dev.streamgrad.learner.rollout.Rollout;
import dev.streamgrad.learner.rollout.RolloutBatcher;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.flink.api.common.state.ValueState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The training of the current key's policy, over Flink's keyed state. It begins with a spec, computes updates with a {@link
 * RolloutBatcher} and a {@link PolicyLearner}, and ends once. A failure in the policy's own computations ends it as FAILED ({@link
 * Isolation}); other policies continue.
 */
final class Training {

    private static final Logger LOG = LoggerFactory.getLogger(Training.class);

    private final PolicyLearner learner;
    private final int snapshots;
    private final ValueState<WrittenSpec> spec;
    private final ValueState<LearnerState> learnerState;
    private final StatusReporter status;
    private final RolloutBatcher batcher;
    private final Publications publications;
    private final LearnerMetrics metrics;

    /** Works on the state of the current policy; {@code snapshots} are kept besides the last, 0 keeps all. */
    Training(
            PolicyLearner learner,
            int snapshots,
            ValueState<WrittenSpec> spec,
            ValueState<LearnerState> learnerState,
            StatusReporter status,
            RolloutBatcher batcher,
            Publications publications,
            LearnerMetrics metrics) {
        this.learner = learner;
        this.snapshots = snapshots;
        this.spec = spec;
        this.learnerState = learnerState;
        this.status = status;
        this.batcher = batcher;
        this.publications = publications;
        this.metrics = metrics;
    }

    /** The learner's state; empty before the policy's spec has arrived. */
    Optional<LearnerState> state() throws Exception {
        return Optional.ofNullable(learnerState.value());
    }

    int agents() throws Exception {
        return current().rollouts().agents();
    }

    /** The current spec of a training that has not ended. */
    private TrainingSpec current() throws Exception {
        return spec.value().spec().orElseThrow();
    }

    /** Whether training has ended. A training whose restored spec this release rejects ends here. */
    boolean over(Outlet outlet) throws Exception {
        WrittenSpec written = spec.value();
        if (!status.over() && written.spec().isEmpty()) {
            LearnerState last = learnerState.value();
            String reason = "This release rejects the training spec: " + written.fault()
                    + " Return to the previous release, or submit a valid spec under another policy id.";
            LOG.error("Policy {}: {}", last.policyId(), reason);
            end(reason, last, Optional.empty(), outlet);
        }
        return status.over();
    }

    /** Reports a record that is not a valid spec. A training continues without it; a policy without a spec does not begin. */
    void reject(ReceivedSpec received, Outlet outlet) throws Exception {
        String reason = "Revision " + received.revision() + " of the training spec is rejected: " + received.fault();
        if (learnerState.value() == null) {
            LOG.warn("Policy {}: {}", received.policyId(), reason);
            outlet.status(new PolicyStatus(received.policyId(), PolicyStatus.State.FAILED, reason, 0, 0));
        } else {
            reject(reason, outlet);
        }
    }

    private void reject(String reason, Outlet outlet) throws Exception {
        LearnerState state = learnerState.value();
        LOG.warn("Policy {}: {}", state.policyId(), reason);
        metrics.of(state).rejected();
        status.rejected(reason, state, outlet);
    }

    /** Begins training with the policy's first spec. */
    void begin(TrainingSpec first, Outlet outlet) throws Exception {
        spec.update(WrittenSpec.of(first));
        try {
            PolicyLearner.Beginning beginning = Isolation.run(() -> learner.begin(first));
            LearnerState state = beginning.state();
            learnerState.update(state);
            publications.publish(beginning.policy(), outlet.policies());
            metrics.of(state).published(state.version());
            status.running(state, outlet);
        } catch (PolicyFault e) {
            String reason = "The training could not begin: " + e.reason()
                    + " Change the spec, and submit it under another policy id.";
            LOG.error("Policy {}: {}", first.policyId(), reason, e);
            end(reason, LearnerState.none(first.policyId(), first.revision()), Optional.empty(), outlet);
        }
    }

    /** Adopts another revision of the spec, or rejects it. */
    void revise(TrainingSpec next, Outlet outlet) throws Exception {
        TrainingSpec current = current();
        if (next.revision() <= current.revision()) {
            return;
        }
        Optional<String> rejection = SpecRevisions.rejection(current, next);
        if (rejection.isPresent()) {
            reject(rejection.get(), outlet);
            return;
        }
        spec.update(WrittenSpec.of(next));
        LearnerState state = learnerState.value();
        if (next.updates() > 0 && state.version() >= next.updates()) {
            // Agents stop at the revision's number of rollouts: no further update would end the training.
            end(shortfall(next, state), state, Optional.of(next), outlet);
        }
    }

    private String shortfall(TrainingSpec next, LearnerState last) {
        try {
            return Isolation.run(() -> learner.shortfall(next, last));
        } catch (PolicyFault e) {
            return e.reason();
        }
    }

    /** Keeps a rollout that arrived before the spec. */
    void keep(Rollout rollout) {
        batcher.offer(0, rollout);
    }

    /** Counts a rollout that arrived too late. */
    void stale() throws Exception {
        metrics.of(learnerState.value()).stale();
    }

    /** Takes a rollout, and updates if its batch is complete. */
    void take(Rollout rollout, Outlet outlet) throws Exception {
        LearnerState state = learnerState.value();
        switch (batcher.offer(state.version(), rollout)) {
            case KNOWN, KEPT, WITHDRAWN -> {}
            case STALE -> stale();
            case WAITING -> {
                metrics.of(state).arrived(rollout.index());
                updateWhileComplete(outlet);
            }
        }
    }

    /** Ends the training because its rollouts cannot be assembled. */
    void breakDown(String reason, Outlet outlet) throws Exception {
        LOG.error("Policy {}: {}", learnerState.value().policyId(), reason);
        end(reason, learnerState.value(), Optional.of(current()), outlet);
    }

    /** Learns from all complete batches. */
    void updateWhileComplete(Outlet outlet) throws Exception {
        for (LearnerState state = learnerState.value();
                state != null && !status.over() && batcher.complete(state.version(), agents());
                state = learnerState.value()) {
            update(state, outlet);
        }
    }

    private void update(LearnerState state, Outlet outlet) throws Exception {
        TrainingSpec current = current();
        List<Rollout> rollouts = batcher.take(state.version(), agents());
        try {
            publish(Isolation.run(() -> learner.update(current, state, rollouts, metrics.of(state))), current, outlet);
        } catch (PolicyFault e) {
            fail(e, current, state, outlet);
        }
    }

    private void publish(PolicyLearner.Step step, TrainingSpec current, Outlet outlet) throws Exception {
        LearnerState state = step.result().state();
        learnerState.update(state);
        publications.publish(step.policy(), outlet.policies()); // before the metrics, since actors wait for it
        if (step.policy().last()) {
            outlet.snapshot(state);
            status.ended(step.failure(), Optional.of(current), state, outlet);
            forget(state);
        } else {
            metrics.of(state).published(state.version());
            snapshot(state, current.budget().snapshotEvery(), outlet);
            if (status.stalled()) {
                status.running(state, outlet);
            }
        }
        step.result().episodes().forEach(outlet::metrics);
        outlet.metrics(step.result().metrics().with("stream/duplicates", step.duplicates()));
    }

    private void snapshot(LearnerState state, int every, Outlet outlet) {
        if (state.version() % every != 0) {
            return;
        }
        outlet.snapshot(state);
        long oldest = state.version() - (long) snapshots * every;
        if (snapshots > 0 && oldest > 0) {
            outlet.deleteSnapshot(state.policyId(), oldest);
        }
    }

    /** No progress: publishes the newest version again; uses provisional rollouts for missing agents, else reports WAITING or STALLED. */
    void noProgress(UnaryOperator<List<Integer>> silent, UnaryOperator<String> explanation, Outlet outlet)
            throws Exception {
        LearnerState state = learnerState.value();
        TrainingSpec current = current();
        try {
            outlet.policy(Isolation.run(() -> learner.publication(current, state, false)));
        } catch (PolicyFault e) {
            fail(e, current, state, outlet);
            return;
        }
        List<Integer> missing = batcher.missing(state.version(), agents());
        if (batcher.fallBack(state.version(), agents())) {
            status.masked(missing, state, outlet);
            metrics.of(state).arrived(state.version());
            updateWhileComplete(outlet);
        } else {
            String cause = explanation.apply(current.environment().id());
            status.noProgress(silent.apply(missing), cause, state, outlet);
        }
    }

    /** Several versions were computed since the last check: reports RUNNING again. */
    void endWaiting(Outlet outlet) throws Exception {
        if (status.waiting()) {
            status.running(learnerState.value(), outlet);
        }
    }

    void updateStalledGauge() throws Exception {
        metrics.of(learnerState.value()).stalled(status.stalled());
    }

    private void fail(PolicyFault problem, TrainingSpec current, LearnerState state, Outlet outlet) throws Exception {
        String reason = "The update to version " + (state.version() + 1) + " failed: " + problem.reason()
                + ". See the task manager's log for the stack trace. Fix the cause, then resubmit under a new name.";
        LOG.error("Policy {}: {}", state.policyId(), reason, problem);
        LearnerState last;
        try {
            last = Isolation.run(() ->
                    state.withoutUpdate(current.revision(), current.rollouts().batch(), reason));
        } catch (PolicyFault e) {
            LOG.error("Policy {}: the failed update cannot be recorded", state.policyId(), e);
            last = state;
        }
        end(reason, last, Optional.of(current), outlet);
    }

    /**
     * Ends the training with this version, at which its agents stop.
     *
     * @param failure why it failed; empty if it is finished
     * @param under the spec that the last version is published under; empty if it is not published
     */
    private void end(String failure, LearnerState last, Optional<TrainingSpec> under, Outlet outlet) throws Exception {
        if (under.isPresent()) {
            try {
                publications.publish(
                        Isolation.run(() -> learner.publication(under.get(), last, true)), outlet.policies());
                outlet.snapshot(last);
            } catch (PolicyFault e) {
                LOG.error("Policy {}: its last version cannot be published", last.policyId(), e);
            }
        }
        status.ended(failure, under, last, outlet);
        forget(last);
    }

    /** Training has ended: drops the weights, which the last snapshot has; keeps what is needed to reject late rollouts. */
    private void forget(LearnerState last) throws Exception {
        learnerState.update(last.withoutWeights());
        metrics.of(last).over(last.withoutWeights());
        batcher.clear();
    }
}
