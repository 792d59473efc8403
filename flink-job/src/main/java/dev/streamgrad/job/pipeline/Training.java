package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.job.metrics.LearnerMetrics;
import dev.streamgrad.job.state.SpecArrival;
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
 * The training of the policy at hand, over Flink's keyed state: it begins with a spec, goes on by a {@link RolloutBatcher} and a {@link
 * PolicyLearner}, and ends once. What goes wrong in the policy's own arithmetic ends it as FAILED ({@link Isolation}); the others go on.
 */
final class Training {

    private static final Logger LOG = LoggerFactory.getLogger(Training.class);

    private final PolicyLearner learner;
    private final int snapshots;
    private final ValueState<WrittenSpec> spec;
    private final ValueState<LearnerState> learnerState;
    private final TrainingStatus status;
    private final RolloutBatcher batcher;
    private final Publications publications;
    private final LearnerMetrics metrics;

    /** Of whichever policy the state is of; {@code snapshots} are kept beside the last, 0 for all. */
    Training(
            PolicyLearner learner,
            int snapshots,
            ValueState<WrittenSpec> spec,
            ValueState<LearnerState> learnerState,
            TrainingStatus status,
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

    /** The learner's state; empty before the policy's spec has come. */
    Optional<LearnerState> state() throws Exception {
        return Optional.ofNullable(learnerState.value());
    }

    int agents() throws Exception {
        return current().rollouts().agents();
    }

    /** Of a training that is not over. */
    private TrainingSpec current() throws Exception {
        return spec.value().spec().orElseThrow();
    }

    /** Whether nothing is learned any more; a spec of an earlier build that this one refuses is a reason to end as well. */
    boolean over(Outlet outlet) throws Exception {
        WrittenSpec written = spec.value();
        if (!status.over() && written.spec().isEmpty()) {
            LearnerState last = learnerState.value();
            String reason = "This release refuses the training spec: " + written.fault()
                    + " Go on with the release before, or submit a spec that holds under another policy id.";
            LOG.error("Policy {}: {}", last.policyId(), reason);
            end(reason, last, Optional.empty(), outlet);
        }
        return status.over();
    }

    /** A record that is no spec: a policy that is in training goes on without it, and another cannot begin. */
    void refuse(SpecArrival arrival, Outlet outlet) throws Exception {
        String reason = "Revision " + arrival.revision() + " of the training spec is refused: " + arrival.fault();
        if (learnerState.value() == null) {
            LOG.warn("Policy {}: {}", arrival.policyId(), reason);
            outlet.status(new PolicyStatus(arrival.policyId(), PolicyStatus.State.FAILED, reason, 0, 0));
        } else {
            refuse(reason, outlet);
        }
    }

    private void refuse(String reason, Outlet outlet) throws Exception {
        LearnerState state = learnerState.value();
        LOG.warn("Policy {}: {}", state.policyId(), reason);
        metrics.of(state).refused();
        status.refused(reason, state, outlet);
    }

    /** The policy's first spec has come. */
    void begin(TrainingSpec incoming, Outlet outlet) throws Exception {
        spec.update(WrittenSpec.of(incoming));
        try {
            PolicyLearner.Beginning beginning = Isolation.run(() -> learner.begin(incoming));
            LearnerState state = beginning.state();
            learnerState.update(state);
            publications.publish(beginning.policy(), outlet.policies());
            metrics.of(state).published(state.version());
            status.running(state, outlet);
        } catch (PolicyFault e) {
            String reason = "The training could not begin: " + e.reason()
                    + " Change the spec, and submit it under another policy id.";
            LOG.error("Policy {}: {}", incoming.policyId(), reason, e);
            end(reason, LearnerState.none(incoming.policyId(), incoming.revision()), Optional.empty(), outlet);
        }
    }

    /** Another revision has come. */
    void revise(TrainingSpec next, Outlet outlet) throws Exception {
        TrainingSpec known = current();
        if (next.revision() <= known.revision()) {
            return;
        }
        Optional<String> refusal = SpecRevisions.refusal(known, next);
        if (refusal.isPresent()) {
            refuse(refusal.get(), outlet);
            return;
        }
        spec.update(WrittenSpec.of(next));
        LearnerState state = learnerState.value();
        if (next.updates() > 0 && state.version() >= next.updates()) {
            // Agents end at the revision's number of rollouts: no batch would come any more, and no update see the end.
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

    /** A rollout that came before the spec. */
    void keep(Rollout rollout) {
        batcher.offer(0, rollout);
    }

    /** A rollout that came too late. */
    void stale() throws Exception {
        metrics.of(learnerState.value()).stale();
    }

    /** A rollout has come. */
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

    /** The rollouts cannot be assembled. */
    void breakDown(String reason, Outlet outlet) throws Exception {
        LOG.error("Policy {}: {}", learnerState.value().policyId(), reason);
        end(reason, learnerState.value(), Optional.of(current()), outlet);
    }

    /** Learns from all batches that are complete. */
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
        publications.publish(step.policy(), outlet.policies()); // before the figures, since actors wait for it
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

    /** The version that is waited for did not come: tells the one before again, and falls back on provisional rollouts if it can. */
    void resolve(UnaryOperator<List<Integer>> silent, Outlet outlet) throws Exception {
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
        } else if (silent.apply(missing).isEmpty()) {
            status.waiting(state, outlet);
        } else {
            status.stalled(silent.apply(missing), state, outlet);
        }
    }

    /** Several versions were made since the last watch. */
    void fast(Outlet outlet) throws Exception {
        if (status.waiting()) {
            status.running(learnerState.value(), outlet);
        }
    }

    void showStalled() throws Exception {
        metrics.of(learnerState.value()).stalled(status.stalled());
    }

    private void fail(PolicyFault problem, TrainingSpec current, LearnerState state, Outlet outlet) throws Exception {
        String reason = "The update to version " + (state.version() + 1) + " failed: " + problem.reason()
                + ". The task manager's log has the whole of it. Mend the cause, and submit the policy under another name.";
        LOG.error("Policy {}: {}", state.policyId(), reason, problem);
        LearnerState last;
        try {
            last = Isolation.run(() ->
                    state.withoutUpdate(current.revision(), current.rollouts().batch(), reason));
        } catch (PolicyFault e) {
            LOG.error("Policy {}: its last version is the one before", state.policyId(), e);
            last = state;
        }
        end(reason, last, Optional.of(current), outlet);
    }

    /**
     * Training ends with this version: its agents stop.
     *
     * @param failure why it failed; empty where it is finished
     * @param under the spec that the last version is published under; empty where there is none
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

    /** Nothing is learned any more; what a late rollout is told by stays, and the snapshot of the last version has the rest. */
    private void forget(LearnerState last) throws Exception {
        learnerState.update(last.withoutWeights());
        metrics.of(last).over(last.withoutWeights());
        batcher.clear();
    }
}
