package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.job.metrics.LearnerMetrics;
import dev.streamgrad.learner.update.PolicyTraining;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.flink.api.common.state.ValueState;

/** How the training of the policy at hand stands: told when it changes, in words for a person. */
final class TrainingStatus {

    private static final int MOST_NAMES = 16;

    private final ValueState<PolicyStatus> status;
    private final LearnerMetrics metrics;

    TrainingStatus(ValueState<PolicyStatus> status, LearnerMetrics metrics) {
        this.status = status;
        this.metrics = metrics;
    }

    /** Whether nothing is learned any more. */
    boolean over() throws Exception {
        return is(PolicyStatus.State.FINISHED) || is(PolicyStatus.State.FAILED);
    }

    boolean stalled() throws Exception {
        return is(PolicyStatus.State.STALLED);
    }

    boolean waiting() throws Exception {
        return is(PolicyStatus.State.WAITING);
    }

    /** Tells how it stands once more. */
    void again(Outlet outlet) throws Exception {
        PolicyStatus now = status.value();
        if (now != null) {
            outlet.status(now);
        }
    }

    void running(LearnerState state, Outlet outlet) throws Exception {
        report(PolicyStatus.State.RUNNING, "", state, outlet);
    }

    /** Rollouts are missing, and their agents are at work. Told once, however many versions are waited for. */
    void waiting(LearnerState state, Outlet outlet) throws Exception {
        if (!waiting()) {
            String reason = "The rollouts take longer than " + LearnFunction.WATCH_MILLIS / 1_000
                    + " s to come; their agents are at work, or about to begin.";
            report(PolicyStatus.State.WAITING, reason, state, outlet);
        }
    }

    /** Nothing can be learned before these agents' rollouts come, and nothing comes of them. */
    void stalled(List<Integer> silent, LearnerState state, Outlet outlet) throws Exception {
        String reason = "Nothing comes of " + agents(silent) + ", whose rollout " + state.version()
                + " is missing: nobody acts for them. See whether their simulators run and reach Kafka.";
        report(PolicyStatus.State.STALLED, reason, state, outlet);
    }

    /** These agents' rollouts are learned from as far as they came. */
    void masked(List<Integer> silent, LearnerState state, Outlet outlet) throws Exception {
        String reason = "Records of " + agents(silent) + " were refused; the missing rows of rollout " + state.version()
                + " are masked. The dead letters say why.";
        report(PolicyStatus.State.RUNNING, reason, state, outlet);
    }

    /** The training goes on as it was, without what was asked for. */
    void refused(String reason, LearnerState state, Outlet outlet) throws Exception {
        PolicyStatus now = status.value();
        report(now == null ? PolicyStatus.State.RUNNING : now.state(), reason, state, outlet);
    }

    /**
     * Training ends.
     *
     * @param failure why it failed; empty where it is finished
     * @param under the spec that it ends under; empty where there is none
     */
    void ended(String failure, Optional<TrainingSpec> under, LearnerState state, Outlet outlet) throws Exception {
        String remark =
                under.flatMap(spec -> PolicyTraining.cutShort(spec, state)).orElse("");
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
