package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.job.state.Snapshot;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * The outputs of the learner's operator.
 *
 * @param context the context of the current element or timer
 * @param policies the main output
 */
record Outlet(KeyedCoProcessFunction<String, ?, ?, PolicyUpdate>.Context context, Collector<PolicyUpdate> policies) {

    void policy(PolicyUpdate policy) {
        policies.collect(policy);
    }

    void metrics(MetricsRecord metrics) {
        context.output(SideOutputs.METRICS, metrics);
    }

    void status(PolicyStatus status) {
        context.output(SideOutputs.STATUS, status);
    }

    void snapshot(LearnerState state) {
        context.output(SideOutputs.SNAPSHOTS, Snapshot.of(state));
    }

    /** Deletes an older snapshot. */
    void deleteSnapshot(String policyId, long version) {
        context.output(SideOutputs.SNAPSHOTS, Snapshot.deleted(policyId, version));
    }
}
