package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.job.state.DeadLetter;
import dev.streamgrad.job.state.JobType;
import dev.streamgrad.job.state.Snapshot;
import org.apache.flink.util.OutputTag;

/** The side outputs of the operators. */
public final class SideOutputs {

    public static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", JobType.DEAD_LETTER.typeInformation());
    public static final OutputTag<MetricsRecord> METRICS =
            new OutputTag<>("metrics", JobType.METRICS.typeInformation());
    public static final OutputTag<PolicyStatus> STATUS = new OutputTag<>("status", JobType.STATUS.typeInformation());
    public static final OutputTag<Snapshot> SNAPSHOTS =
            new OutputTag<>("snapshots", JobType.SNAPSHOT.typeInformation());

    private SideOutputs() {}
}
