package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.job.metrics.LearnerMetrics;
import dev.streamgrad.learner.update.PolicyPublication;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.flink.api.common.state.ValueState;

/** Reports the training status of the current policy when it changes, with a reason for the user. */
final class StatusReporter {

    private static final int MOST_NAMES = 16;

    private final ValueState<PolicyStatus> status;
    private final LearnerMetrics metrics;

    StatusReporter(ValueState<PolicyStatus> status, LearnerMetrics metrics) {
        this.status = status;
        this.metrics = metrics;
    }

    /** Whether training has ended. */
    boolean over() throws Exception {
        return is(PolicyStatus.State.FINISHED) || is(PolicyStatus.State.FAILED);
    }

    boolean stalled() throws Exception {
        return is(PolicyStatus.State.STALLED);
    }

    boolean waiting() throws Exception {
        return is(PolicyStatus.State.WAITING);
    }

    /** Reports the current status again. */
    void again(Outlet outlet) throws Exception {
        PolicyStatus now = status.value();
        if (now != null) {
            outlet.status(now);
        }
    }

    void running(LearnerState state, Outlet outlet) throws Exception {
        report(PolicyStatus.State.RUNNING, "", state, outlet);
    }

    /**
     * Rollouts are missing: WAITING while their agents are active, STALLED if some are silent.
     *
     * @param silent the agents from which no data arrives
     * @param explanation why no data arrives
     */
    void noProgress(List<Integer> silent, String explanation, LearnerState state, Outlet outlet) throws Exception {
        if (!silent.isEmpty()) {
            String reason = "No data of " + agents(silent) + " arrives, and their rollout " + state.version()
                    + " is missing: no simulator acts for them. " + explanation;
            report(PolicyStatus.State.STALLED, reason, state, outlet);
        } else if (!waiting()) { // reported once, even if several versions have to wait in a row
            String reason = "The rollouts take longer than " + LearnFunction.WATCH_MILLIS / 1_000
                    + " s to arrive; their agents are active, or about to begin.";
            report(PolicyStatus.State.WAITING, reason, state, outlet);
        }
    }

    /** The provisional rollouts of these agents are used. */
    void masked(List<Integer> silent, LearnerState state, Outlet outlet) throws Exception {
        String reason = "Records of " + agents(silent) + " were rejected; the missing rows of rollout "
                + state.version() + " are masked. See the dead letters for the reasons.";
        report(PolicyStatus.State.RUNNING, reason, state, outlet);
    }

    /** A revision was rejected; the training continues unchanged. */
    void rejected(String reason, LearnerState state, Outlet outlet) throws Exception {
        PolicyStatus now = status.value();
        report(now == null ? PolicyStatus.State.RUNNING : now.state(), reason, state, outlet);
    }

    /**
     * Training has ended.
     *
     * @param failure why it failed; empty if it is finished
     * @param under the spec that it ended under; empty if it did not begin, or its spec is rejected
     */
    void ended(String failure, Optional<TrainingSpec> under, LearnerState state, Outlet outlet) throws Exception {
        String remark =
                under.flatMap(spec -> PolicyPublication.cutShort(spec, state)).orElse("");
        if (failure.isEmpty()) {
            report(PolicyStatus.State.FINISHED, remark, state, outlet);
        } else {
            report(PolicyStatus.State.FAILED, failure, state, outlet);
        }
    }

    private static String agents(List<Integer> agents) {
        String names = agents.stream().limit(MOST_NAMES).map(String::valueOf).collect(Collectors.joining(", "));
        return "agents [" + names + "]"
                + (agents.size() > MOST_NAMES ? " and " + (agents.size() - MOST_NAMES) + " more" : "");
    }

    private boolean is(PolicyStatus.State state) throws Exception {
        PolicyStatus now = status.value();
        return now != null && now.state() == state;
    }

    private void report(PolicyStatus.State now, String reason, LearnerState state, Outlet outlet) throws Exception {
        PolicyStatus next = new PolicyStatus(state.policyId(), now, reason, state.version(), state.incarnation());
        if (!next.equals(status.value())) {
            status.update(next);
            metrics.of(state).stalled(now == PolicyStatus.State.STALLED);
            outlet.status(next);
        }
    }
}
