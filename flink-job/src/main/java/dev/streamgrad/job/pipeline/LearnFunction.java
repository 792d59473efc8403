package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.job.device.LearnerDevice;
import dev.streamgrad.job.metrics.LearnerMetrics;
import dev.streamgrad.job.metrics.PolicyMetrics;
import dev.streamgrad.job.state.StateMap;
import dev.streamgrad.job.state.Wire;
import dev.streamgrad.learner.network.ComputeDevice;
import dev.streamgrad.learner.rollout.Rollout;
import dev.streamgrad.learner.rollout.RolloutBatch;
import dev.streamgrad.learner.rollout.RolloutBatcher;
import dev.streamgrad.learner.update.Learner;
import dev.streamgrad.learner.update.PolicyTraining;
import dev.streamgrad.learner.update.UpdateResult;
import java.io.Serial;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Batches the rollouts of a policy's agents and updates the policy, by a {@link RolloutBatcher} and a {@link
 * Learner}. State per policy: its spec, its learner's state, and the rollouts that wait for their turn.
 */
public final class LearnFunction extends KeyedCoProcessFunction<String, Rollout, TrainingSpec, PolicyUpdate> {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(LearnFunction.class);

    private static final long WATCH_MILLIS = 5_000;

    private final LearnerDevice wanted;

    private transient ValueState<TrainingSpec> spec;
    private transient ValueState<LearnerState> learnerState;
    private transient TrainingStatus status;
    private transient Publications publications;
    private transient RolloutBatcher batcher;
    private transient ValueState<Long> watchedVersion;
    private transient Learner learner;
    private transient ComputeDevice device;
    private transient LearnerMetrics metrics;
    private transient Listening listening;

    /** A learner on the device that {@code wanted} comes to where it runs. */
    public LearnFunction(LearnerDevice wanted) {
        this.wanted = wanted;
    }

    @Override
    public void open(OpenContext context) {
        listening = new Listening();
        device = wanted.choose(getRuntimeContext());
        learner = new Learner(device);
        metrics = new LearnerMetrics(getRuntimeContext().getMetricGroup(), System::nanoTime, learner::managedArrays);
        spec = getRuntimeContext().getState(new ValueStateDescriptor<>("spec", Wire.SPEC.serializer()));
        learnerState = getRuntimeContext().getState(new ValueStateDescriptor<>("learner", Wire.LEARNER.serializer()));
        status = new TrainingStatus(
                getRuntimeContext().getState(new ValueStateDescriptor<>("status", Wire.STATUS.serializer())), metrics);
        publications = new Publications(
                getRuntimeContext().getListState(new ListStateDescriptor<>("published", Wire.POLICY.serializer())));
        batcher = new RolloutBatcher(
                map("waiting", Wire.ROLLOUT.serializer()),
                map("fallbacks", Wire.ROLLOUT.serializer()),
                map("arrived", IntSerializer.INSTANCE));
        watchedVersion =
                getRuntimeContext().getState(new ValueStateDescriptor<>("watched-version", LongSerializer.INSTANCE));
    }

    private <V> Map<Long, V> map(String name, TypeSerializer<V> values) {
        return new StateMap<>(
                getRuntimeContext().getMapState(new MapStateDescriptor<>(name, LongSerializer.INSTANCE, values)));
    }

    @Override
    public void close() {
        if (learner != null) {
            learner.close();
        }
    }

    @Override
    public void processElement2(TrainingSpec incoming, Context context, Collector<PolicyUpdate> out) throws Exception {
        TrainingSpec known = spec.value();
        tellAgain(context, out);
        if (known != null && !SpecRevisions.follows(known, incoming)) {
            return;
        }
        spec.update(incoming);
        if (known == null) {
            LearnerState state = Learner.initialState(incoming);
            learnerState.update(state);
            publications.publish(PolicyTraining.publication(incoming, state, false, device), out);
            metrics.of(state).published(state.version());
            status.running(state, teller(context));
            watch(context);
        } else if (spent(incoming, learnerState.value()) && !status.over()) {
            // Agents end at the revision's number of rollouts: no batch would come any more, and no update see the end.
            end("", incoming, learnerState.value(), context, out);
        }
        updateWhileComplete(context, out);
    }

    private static boolean spent(TrainingSpec spec, LearnerState state) {
        return spec.updates() > 0 && state.version() >= spec.updates();
    }

    @Override
    public void processElement1(Rollout rollout, Context context, Collector<PolicyUpdate> out) throws Exception {
        LearnerState state = learnerState.value();
        tellAgain(context, out);
        if (state != null && status.over()) {
            metrics.of(state).stale();
            return;
        }
        switch (batcher.offer(state == null ? 0 : state.version(), rollout)) {
            case KNOWN, KEPT, WITHDRAWN -> {}
            case STALE -> metrics.of(Objects.requireNonNull(state)).stale();
            case WAITING -> {
                if (state != null) {
                    metrics.of(state).arrived(rollout.index());
                    updateWhileComplete(context, out);
                }
            }
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<PolicyUpdate> out) throws Exception {
        LearnerState state = learnerState.value();
        metrics.of(state).stalled(status.stalled());
        tellAgain(context, out);
        if (status.over()) {
            return;
        }
        boolean listened = timestamp - WATCH_MILLIS
                >= listening.since(context.timerService().currentProcessingTime());
        Long watched = watchedVersion.value();
        if (listened && watched != null && watched == state.version()) {
            out.collect(PolicyTraining.publication(spec.value(), state, false, device));
            resolve(state, context, out);
            state = learnerState.value();
        }
        watchedVersion.update(state.version());
        watch(context);
    }

    private void updateWhileComplete(Context context, Collector<PolicyUpdate> out) throws Exception {
        TrainingSpec current = spec.value();
        if (current == null) {
            return;
        }
        int agents = current.rollouts().agents();
        for (LearnerState state = learnerState.value();
                !status.over() && batcher.complete(state.version(), agents);
                state = learnerState.value()) {
            List<Rollout> rollouts = batcher.take(state.version(), agents);
            UpdateResult result;
            try {
                result = update(current, state, rollouts);
            } catch (RuntimeException e) {
                // The policy ends, and not the job: restarted, it would come to this batch again, and no policy would
                // learn any more.
                fail(current, state, e, context, out);
                return;
            }
            learnerState.update(result.state());
            publish(current, result, context, out); // before the figures, since actors wait for it
            result.episodes().forEach(episode -> context.output(SideOutputs.METRICS, episode));
            int duplicates = rollouts.stream().mapToInt(Rollout::duplicates).sum();
            context.output(SideOutputs.METRICS, result.metrics().with("stream/duplicates", duplicates));
        }
    }

    private UpdateResult update(TrainingSpec current, LearnerState state, List<Rollout> rollouts) {
        RolloutBatch batch = RolloutBatch.of(current, rollouts);
        PolicyMetrics measures = metrics.of(state);
        return measures.measured(
                state.version(), current.rollouts().lag(), () -> learner.update(current, state, batch));
    }

    private void publish(TrainingSpec current, UpdateResult result, Context context, Collector<PolicyUpdate> out)
            throws Exception {
        LearnerState state = result.state();
        if (state.skippedInARow() >= current.update().maxSkippedUpdates()) {
            String reason = PolicyTraining.failure(state);
            end(reason, current, state, context, out);
            return;
        }
        if (result.finished()) {
            end("", current, state, context, out);
            return;
        }
        publications.publish(PolicyTraining.publication(current, state, false, device), out);
        metrics.of(state).published(state.version());
        if (state.version() % current.budget().snapshotEvery() == 0) {
            context.output(SideOutputs.SNAPSHOTS, state);
        }
        if (status.stalled()) {
            status.running(state, teller(context));
        }
    }

    private void fail(
            TrainingSpec current,
            LearnerState state,
            RuntimeException problem,
            Context context,
            Collector<PolicyUpdate> out)
            throws Exception {
        String reason = "The update to version " + (state.version() + 1) + " failed: " + problem
                + ". The task manager's log has the whole of it. Mend the cause, and submit the policy under another name.";
        LOG.error("Policy {}: {}", state.policyId(), reason, problem);
        LearnerState last =
                state.withoutUpdate(current.revision(), current.rollouts().batch(), reason);
        end(reason, current, last, context, out);
    }

    /**
     * Training ends with this version: its agents stop.
     *
     * @param failure why it failed; empty where it is finished
     */
    private void end(
            String failure, TrainingSpec current, LearnerState last, Context context, Collector<PolicyUpdate> out)
            throws Exception {
        publications.publish(PolicyTraining.publication(current, last, true, device), out);
        context.output(SideOutputs.SNAPSHOTS, last);
        status.ended(failure, last, teller(context));
        forget(last);
    }

    /** Nothing is learned any more; what a late rollout is told by stays, and the snapshot of the last version has the rest. */
    private void forget(LearnerState last) throws Exception {
        LearnerState rest = last.withoutWeights();
        learnerState.update(rest);
        metrics.of(rest).over(rest);
        batcher.clear();
    }

    /** Nothing has come for a while: falls back on what the silent agents sent before a record of theirs was refused. */
    private void resolve(LearnerState state, Context context, Collector<PolicyUpdate> out) throws Exception {
        long index = state.version();
        int agents = spec.value().rollouts().agents();
        List<Integer> silent = batcher.missing(index, agents);
        if (!batcher.fallBack(index, agents)) {
            status.stalled(silent, state, teller(context));
            return;
        }
        status.masked(silent, state, teller(context));
        metrics.of(state).arrived(index);
        updateWhileComplete(context, out);
    }

    /** When the job begins again from a checkpoint: what was told after it, and not long before, may be lost. */
    private void tellAgain(Context context, Collector<PolicyUpdate> out) throws Exception {
        LearnerState state = learnerState.value();
        if (state != null && publications.areUntold(state.policyId())) {
            Optional<PolicyUpdate> newest = status.over()
                    ? Optional.empty()
                    : Optional.of(PolicyTraining.publication(spec.value(), state, false, device));
            publications.publishAgain(state.policyId(), newest, out);
            status.again(teller(context));
        }
    }

    private static Consumer<PolicyStatus> teller(Context context) {
        return status -> context.output(SideOutputs.STATUS, status);
    }

    private void watch(Context context) {
        long now = context.timerService().currentProcessingTime();
        listening.since(now);
        context.timerService().registerProcessingTimeTimer(now + WATCH_MILLIS);
    }
}
