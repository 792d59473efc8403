package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.job.state.DeadLetter;
import dev.streamgrad.job.state.JobType;
import dev.streamgrad.job.state.RawRecord;
import dev.streamgrad.job.state.ReceivedBlock;
import dev.streamgrad.job.state.ReceivedSpec;
import dev.streamgrad.job.state.Snapshot;
import dev.streamgrad.learner.rollout.AssemblyEvent;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The job between its sources and sinks: decode → rollouts per agent → updates per policy. Any number of policies train at the same
 * time, one per key. Operator uids are permanent, since checkpoints contain them.
 *
 * @param policies the new policy versions
 * @param metrics the metrics of updates and episodes
 * @param status the status of trainings
 * @param snapshots the snapshots of learners
 * @param deadLetters the records that could not be used
 */
public record TrainingPipeline(
        DataStream<PolicyUpdate> policies,
        DataStream<MetricsRecord> metrics,
        DataStream<PolicyStatus> status,
        DataStream<Snapshot> snapshots,
        DataStream<DeadLetter> deadLetters) {

    /** The slot sharing group of the learners and their sinks. A task manager with a GPU offers one slot. */
    public static final String LEARNER_SLOTS = "learner";

    /**
     * Builds the operators behind the three sources. They need twice as many slots as the parallelism, since the learners have their own.
     *
     * @param transitions the records of the transitions topic
     * @param trainingSpecs the records of the training-specs topic
     * @param simulators the records of the simulators topic
     * @param learners the settings of the learners
     */
    public static TrainingPipeline of(
            DataStream<RawRecord> transitions,
            DataStream<RawRecord> trainingSpecs,
            DataStream<RawRecord> simulators,
            LearnerSettings learners) {
        SingleOutputStreamOperator<ReceivedSpec> specs = trainingSpecs
                .process(new ReadSpecsFunction(), JobType.SPEC_ARRIVAL.typeInformation())
                .name("read specs")
                .uid("read-specs")
                .setParallelism(1);
        SingleOutputStreamOperator<ReceivedBlock> blocks = transitions
                .process(new DecodeFunction(), JobType.ARRIVAL.typeInformation())
                .name("decode")
                .uid("decode");
        SingleOutputStreamOperator<AssemblyEvent> rollouts = blocks.keyBy(ReceivedBlock::key, Types.STRING)
                .connect(specs.broadcast(AssembleFunction.SPECS))
                .process(new AssembleFunction(), JobType.ASSEMBLY_EVENT.typeInformation())
                .name("assemble rollouts")
                .uid("assemble-rollouts");
        SingleOutputStreamOperator<AssemblyEvent> announcements = simulators
                .process(new ReadAnnouncementsFunction(), JobType.ASSEMBLY_EVENT.typeInformation())
                .name("read announcements")
                .uid("read-announcements")
                .setParallelism(1);
        SingleOutputStreamOperator<PolicyUpdate> policies = rollouts.union(announcements)
                .keyBy(AssemblyEvent::policyId, Types.STRING)
                .connect(specs.keyBy(ReceivedSpec::policyId, Types.STRING))
                .process(new LearnFunction(learners), JobType.POLICY.typeInformation())
                .name("learn")
                .uid("learn")
                .slotSharingGroup(LEARNER_SLOTS);
        return new TrainingPipeline(
                policies,
                policies.getSideOutput(SideOutputs.METRICS),
                policies.getSideOutput(SideOutputs.STATUS),
                policies.getSideOutput(SideOutputs.SNAPSHOTS),
                blocks.getSideOutput(SideOutputs.DEAD_LETTERS)
                        .union(
                                rollouts.getSideOutput(SideOutputs.DEAD_LETTERS),
                                announcements.getSideOutput(SideOutputs.DEAD_LETTERS),
                                specs.getSideOutput(SideOutputs.DEAD_LETTERS)));
    }
}
