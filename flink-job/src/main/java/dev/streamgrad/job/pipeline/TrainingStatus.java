package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.job.metrics.LearnerMetrics;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.ValueState;

/** How the training of the policy at hand stands: told when it changes, in words for a person. */
final class TrainingStatus {

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

    void running(LearnerState state, Consumer<PolicyStatus> tell) throws Exception {
        report(PolicyStatus.State.RUNNING, "", state, tell);
    }

    /** Tells how it stands once more. */
    void again(Consumer<PolicyStatus> tell) throws Exception {
        PolicyStatus now = status.value();
        if (now != null) {
            tell.accept(now);
        }
    }

    /** Nothing can be learned before these agents' rollouts come. */
    void stalled(List<Integer> silent, LearnerState state, Consumer<PolicyStatus> tell) throws Exception {
        String reason = "Rollout " + state.version() + " of agents " + silent
                + " has not come; see whether their simulators run and reach Kafka.";
        report(PolicyStatus.State.STALLED, reason, state, tell);
    }

    /** These agents' rollouts are learned from as far as they came. */
    void masked(List<Integer> silent, LearnerState state, Consumer<PolicyStatus> tell) throws Exception {
        String reason = "Records of agents " + silent + " were refused; the missing rows of rollout " + state.version()
                + " are masked. The dead letters say why.";
        report(PolicyStatus.State.RUNNING, reason, state, tell);
    }

    /** Training ends; for a reason, if it failed. */
    void ended(String failure, LearnerState state, Consumer<PolicyStatus> tell) throws Exception {
        report(failure.isEmpty() ? PolicyStatus.State.FINISHED : PolicyStatus.State.FAILED, failure, state, tell);
    }

    private boolean is(PolicyStatus.State state) throws Exception {
        PolicyStatus now = status.value();
        return now != null && now.state() == state;
    }

    private void report(PolicyStatus.State now, String reason, LearnerState state, Consumer<PolicyStatus> tell)
            throws Exception {
        PolicyStatus next = new PolicyStatus(state.policyId(), now, reason, state.version(), state.incarnation());
        if (!next.equals(status.value())) {
            status.update(next);
            metrics.of(state).stalled(now == PolicyStatus.State.STALLED);
            tell.accept(next);
        }
    }
}
