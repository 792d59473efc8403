package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.job.state.DeadLetter;
import dev.streamgrad.job.state.Snapshot;
import dev.streamgrad.job.state.Wire;
import org.apache.flink.util.OutputTag;

/** What operators emit besides their main result. */
public final class SideOutputs {

    public static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", Wire.DEAD_LETTER.typeInformation());
    public static final OutputTag<MetricsRecord> METRICS = new OutputTag<>("metrics", Wire.METRICS.typeInformation());
    public static final OutputTag<PolicyStatus> STATUS = new OutputTag<>("status", Wire.STATUS.typeInformation());
    public static final OutputTag<Snapshot> SNAPSHOTS = new OutputTag<>("snapshots", Wire.SNAPSHOT.typeInformation());

    private SideOutputs() {}
}
