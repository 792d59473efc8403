package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.job.device.LearnerDevice;
import dev.streamgrad.job.state.Arrival;
import dev.streamgrad.job.state.DeadLetter;
import dev.streamgrad.job.state.RawRecord;
import dev.streamgrad.job.state.Wire;
import dev.streamgrad.learner.rollout.Rollout;
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
        DataStream<LearnerState> snapshots,
        DataStream<DeadLetter> deadLetters) {

    /** The slots that learners, and the sinks behind them, have to themselves: a task manager with a GPU offers one. */
    public static final String LEARNER_SLOTS = "learner";

    /**
     * Builds the operators behind the two sources. Twice as many slots as the parallelism are needed: the learners have their own.
     *
     * @param device where the learners compute
     */
    public static TrainingPipeline of(
            DataStream<RawRecord> transitions, DataStream<TrainingSpec> specs, LearnerDevice device) {
        SingleOutputStreamOperator<Arrival> arrivals = transitions
                .process(new DecodeFunction(), Wire.ARRIVAL.typeInformation())
                .name("decode")
                .uid("decode");
        SingleOutputStreamOperator<Rollout> rollouts = arrivals.keyBy(Arrival::key, Types.STRING)
                .connect(specs.broadcast(AssembleFunction.SPECS))
                .process(new AssembleFunction(), Wire.ROLLOUT.typeInformation())
                .name("assemble rollouts")
                .uid("assemble-rollouts");
        SingleOutputStreamOperator<PolicyUpdate> policies = rollouts.keyBy(Rollout::policyId, Types.STRING)
                .connect(specs.keyBy(TrainingSpec::policyId, Types.STRING))
                .process(new LearnFunction(device), Wire.POLICY.typeInformation())
                .name("learn")
                .uid("learn")
                .slotSharingGroup(LEARNER_SLOTS);
        return new TrainingPipeline(
                policies,
                policies.getSideOutput(SideOutputs.METRICS),
                policies.getSideOutput(SideOutputs.STATUS),
                policies.getSideOutput(SideOutputs.SNAPSHOTS),
                arrivals.getSideOutput(SideOutputs.DEAD_LETTERS)
                        .union(rollouts.getSideOutput(SideOutputs.DEAD_LETTERS)));
    }
}
