package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.job.state.Arrival;
import dev.streamgrad.job.state.DeadLetter;
import dev.streamgrad.job.state.RawRecord;
import dev.streamgrad.job.state.Snapshot;
import dev.streamgrad.job.state.SpecArrival;
import dev.streamgrad.job.state.Wire;
import dev.streamgrad.learner.rollout.AssemblyEvent;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The job between its ends: decode → rollouts per agent → updates per policy. Any number of policies train in it at once; each is a
 * key. Operator uids are for ever, since checkpoints name them.
 *
 * @param policies the new policy versions
 * @param metrics of updates and episodes
 * @param status of trainings
 * @param snapshots of learners
 * @param deadLetters what could not be used
 */
public record TrainingPipeline(
        DataStream<PolicyUpdate> policies,
        DataStream<MetricsRecord> metrics,
        DataStream<PolicyStatus> status,
        DataStream<Snapshot> snapshots,
        DataStream<DeadLetter> deadLetters) {

    /** The slots that learners, and the sinks behind them, have to themselves: a task manager with a GPU offers one. */
    public static final String LEARNER_SLOTS = "learner";

    /**
     * Builds the operators behind the two sources. Twice as many slots as the parallelism are needed: the learners have their own.
     *
     * @param written the training specs
     * @param learners where the learners compute, and what they keep
     */
    public static TrainingPipeline of(
            DataStream<RawRecord> transitions, DataStream<RawRecord> written, LearnerSettings learners) {
        SingleOutputStreamOperator<SpecArrival> specs = written.process(
                        new ReadSpecsFunction(), Wire.SPEC_ARRIVAL.typeInformation())
                .name("read specs")
                .uid("read-specs")
                .setParallelism(1);
        SingleOutputStreamOperator<Arrival> arrivals = transitions
                .process(new DecodeFunction(), Wire.ARRIVAL.typeInformation())
                .name("decode")
                .uid("decode");
        SingleOutputStreamOperator<AssemblyEvent> rollouts = arrivals.keyBy(Arrival::key, Types.STRING)
                .connect(specs.broadcast(AssembleFunction.SPECS))
                .process(new AssembleFunction(), Wire.ASSEMBLY_EVENT.typeInformation())
                .name("assemble rollouts")
                .uid("assemble-rollouts");
        SingleOutputStreamOperator<PolicyUpdate> policies = rollouts.keyBy(AssemblyEvent::policyId, Types.STRING)
                .connect(specs.keyBy(SpecArrival::policyId, Types.STRING))
                .process(new LearnFunction(learners), Wire.POLICY.typeInformation())
                .name("learn")
                .uid("learn")
                .slotSharingGroup(LEARNER_SLOTS);
        return new TrainingPipeline(
                policies,
                policies.getSideOutput(SideOutputs.METRICS),
                policies.getSideOutput(SideOutputs.STATUS),
                policies.getSideOutput(SideOutputs.SNAPSHOTS),
                arrivals.getSideOutput(SideOutputs.DEAD_LETTERS)
                        .union(
                                rollouts.getSideOutput(SideOutputs.DEAD_LETTERS),
                                specs.getSideOutput(SideOutputs.DEAD_LETTERS)));
    }
}
