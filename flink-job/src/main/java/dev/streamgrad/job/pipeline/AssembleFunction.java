package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.inspection.BlockInspection;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.job.metrics.AssemblyMetrics;
import dev.streamgrad.job.metrics.DeadLetterReason;
import dev.streamgrad.job.metrics.JobMetric;
import dev.streamgrad.job.state.Arrival;
import dev.streamgrad.job.state.DeadLetter;
import dev.streamgrad.job.state.Wire;
import dev.streamgrad.learner.rollout.Assembly;
import dev.streamgrad.learner.rollout.Rollout;
import dev.streamgrad.learner.rollout.RolloutAssembler;
import dev.streamgrad.learner.rollout.Withdrawal;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Windows one agent's blocks into rollouts, by a {@link RolloutAssembler}. A block is held against its policy's training spec
 * before it may take its place; one that comes before its spec waits, in bounded state and for a bounded time.
 *
 * <p>A record that is refused changes nothing: another may have sent it in the agent's name. But where the agent then stays silent,
 * the refused record was its own, and in lockstep no later one will prove it. So its open rollout goes out as it stands, marked
 * provisional; the learner falls back on it once it can do nothing else. An accepted block of the agent takes it back.
 */
public final class AssembleFunction extends KeyedBroadcastProcessFunction<String, Arrival, TrainingSpec, Rollout> {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Specs by policy id, the newest revision of each. */
    public static final MapStateDescriptor<String, TrainingSpec> SPECS =
            new MapStateDescriptor<>("specs", StringSerializer.INSTANCE, Wire.SPEC.serializer());

    /** How long an agent may be silent after a refused record before its open rollout goes out as it stands. */
    static final long SILENCE_MILLIS = 3_000;

    /** Of one agent. When the log is read again, as after a restart, blocks of seconds may come before the spec does. */
    private static final int MOST_EARLY_BYTES = 16 << 20;

    /** What a block takes on the heap beside its columns, however few rows it has. */
    private static final int BYTES_PER_BLOCK = 512;

    /** Of all agents of a subtask. */
    private static final int MOST_EARLY_BYTES_IN_ALL = 128 << 20;

    private static final long PATIENCE_MILLIS = 60_000;
    private static final ListStateDescriptor<Arrival> EARLY =
            new ListStateDescriptor<>("early-blocks", Wire.ARRIVAL.serializer());
    private static final ValueStateDescriptor<Long> EARLY_BYTES =
            new ValueStateDescriptor<>("early-bytes", LongSerializer.INSTANCE);

    private transient ValueState<Assembly> assembly;
    private transient ListState<Arrival> early;
    private transient ValueState<Long> earlyBytes;
    private transient long earlyBytesInAll;
    private transient ValueState<Long> refusedAt;
    private transient ValueState<Long> refusedSince;
    private transient AssemblyMetrics metrics;
    private transient Listening listening;

    @Override
    public void open(OpenContext context) {
        listening = new Listening();
        assembly = getRuntimeContext().getState(new ValueStateDescriptor<>("assembly", Wire.ASSEMBLY.serializer()));
        early = getRuntimeContext().getListState(EARLY);
        earlyBytes = getRuntimeContext().getState(EARLY_BYTES);
        refusedAt = getRuntimeContext().getState(new ValueStateDescriptor<>("refused-at", LongSerializer.INSTANCE));
        refusedSince =
                getRuntimeContext().getState(new ValueStateDescriptor<>("refused-since", LongSerializer.INSTANCE));
        metrics = new AssemblyMetrics(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(Arrival arrival, ReadOnlyContext context, Collector<Rollout> out) throws Exception {
        TrainingSpec spec = context.getBroadcastState(SPECS).get(arrival.policyId());
        if (spec == null) {
            hold(arrival, context);
        } else if (!take(spec, arrival, letter -> context.output(SideOutputs.DEAD_LETTERS, letter), out)) {
            suspect(context.timerService().currentProcessingTime());
            timer(SILENCE_MILLIS, context);
        }
    }

    private void hold(Arrival arrival, ReadOnlyContext context) throws Exception {
        long bytes =
                BYTES_PER_BLOCK + arrival.block().map(TransitionBlock::bytes).orElse(0L);
        Long held = earlyBytes.value();
        long of = (held == null ? 0 : held) + bytes;
        if (of > MOST_EARLY_BYTES || earlyBytesInAll + bytes > MOST_EARLY_BYTES_IN_ALL) {
            String reason = "More than " + MOST_EARLY_BYTES + " bytes of an agent, or " + MOST_EARLY_BYTES_IN_ALL
                    + " in all, came before the policy's training spec.";
            drop(arrival, reason, context);
            return;
        }
        early.add(arrival);
        earlyBytes.update(of);
        earlyBytesInAll += bytes;
        timer(PATIENCE_MILLIS, context);
    }

    /** Of the key at hand. What was held before a restore is not counted in all. */
    private void letGo() throws Exception {
        Long held = earlyBytes.value();
        earlyBytesInAll = Math.max(0, earlyBytesInAll - (held == null ? 0 : held));
        early.clear();
        earlyBytes.clear();
    }

    /** A timer must be pending for the key at hand. */
    private void suspect(long now) throws Exception {
        refusedAt.update(assembled().nextSequence());
        refusedSince.update(now);
    }

    @Override
    public void processBroadcastElement(TrainingSpec spec, Context context, Collector<Rollout> out) throws Exception {
        TrainingSpec known = context.getBroadcastState(SPECS).get(spec.policyId());
        if (known != null && !SpecRevisions.follows(known, spec)) {
            return;
        }
        context.getBroadcastState(SPECS).put(spec.policyId(), spec);
        metrics.of(spec.policyId());
        context.applyToKeyedState(EARLY, (key, waiting) -> {
            List<Arrival> arrivals = new ArrayList<>();
            waiting.get().forEach(arrivals::add);
            if (!arrivals.isEmpty() && arrivals.get(0).policyId().equals(spec.policyId())) {
                for (Arrival arrival : arrivals) {
                    if (!take(spec, arrival, letter -> context.output(SideOutputs.DEAD_LETTERS, letter), out)) {
                        suspect(context.currentProcessingTime()); // the timers of those that waited are pending
                    }
                }
                letGo();
            }
        });
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Rollout> out) throws Exception {
        long listened = listening.since(context.timerService().currentProcessingTime());
        if (early.get().iterator().hasNext()) {
            if (timestamp >= listened + PATIENCE_MILLIS) {
                expire(context);
            } else {
                context.timerService().registerProcessingTimeTimer(listened + PATIENCE_MILLIS);
            }
        }
        Long since = refusedSince.value();
        if (since != null) {
            long due = Math.max(since, listened) + SILENCE_MILLIS;
            if (timestamp >= due) {
                fallBack(context, out);
            } else {
                context.timerService().registerProcessingTimeTimer(due);
            }
        }
    }

    private void expire(OnTimerContext context) throws Exception {
        for (Arrival arrival : early.get()) {
            String reason = "There is no training spec of policy '" + arrival.policyId() + "'; submit it first.";
            drop(arrival, reason, context);
        }
        letGo();
    }

    /** Of a record without a spec. One that cannot be read is a dead letter already. */
    private void drop(Arrival arrival, String reason, ReadOnlyContext context) {
        boolean readable = arrival.block().isPresent();
        if (readable) {
            context.output(SideOutputs.DEAD_LETTERS, arrival.refused(reason));
        }
        metrics.of(JobMetric.UNKNOWN_POLICY)
                .deadLetter(readable ? DeadLetterReason.NO_SPEC : DeadLetterReason.UNREADABLE);
    }

    private void fallBack(OnTimerContext context, Collector<Rollout> out) throws Exception {
        Keys.AgentKey key = Keys.parseAgent(context.getCurrentKey()).orElseThrow();
        Assembly open = assembled();
        if (open.nextSequence() == refusedAt.value()) {
            TrainingSpec spec = context.getBroadcastState(SPECS).get(key.policyId());
            RolloutAssembler.Result result = new RolloutAssembler(spec).giveUp(open, key.policyId(), key.agent());
            assembly.update(result.state());
            result.completed().forEach(out::collect);
        }
        refusedSince.clear();
        refusedAt.clear();
    }

    /** Whether the arrival was of use, or at least is no sign of data lost. */
    private boolean take(TrainingSpec spec, Arrival arrival, Consumer<DeadLetter> deadLetters, Collector<Rollout> out)
            throws Exception {
        AssemblyMetrics.Counters counters = metrics.of(spec.policyId());
        if (arrival.block().isEmpty()) {
            counters.deadLetter(DeadLetterReason.UNREADABLE);
            return arrival.agent() >= spec.rollouts().agents();
        }
        Optional<String> fault = BlockInspection.fault(spec, arrival.block().get());
        if (fault.isPresent()
                && BlockInspection.isAfterTheEnd(spec, arrival.block().get())) {
            counters.afterTheEnd();
            return true;
        }
        if (fault.isPresent()) {
            deadLetters.accept(arrival.refused(fault.get()));
            counters.deadLetter(DeadLetterReason.UNFIT);
            return arrival.agent() >= spec.rollouts().agents();
        }
        Assembly before = assembled();
        RolloutAssembler.Result result =
                new RolloutAssembler(spec).offer(before, arrival.block().get());
        assembly.update(result.state());
        counters.gap(result.masked());
        result.completed().forEach(out::collect);
        Withdrawal.by(arrival.block().get(), before, result).forEach(out::collect);
        switch (result.outcome()) {
            case USED -> {}
            case DUPLICATE -> counters.duplicate();
            case FENCED -> counters.fenced();
            case REFUSED -> {
                deadLetters.accept(arrival.refused(result.reason().orElse("")));
                counters.deadLetter(DeadLetterReason.OUT_OF_REACH);
            }
        }
        return true;
    }

    private Assembly assembled() throws Exception {
        Assembly state = assembly.value();
        return state == null ? Assembly.EMPTY : state;
    }

    private void timer(long millis, ReadOnlyContext context) {
        long now = context.timerService().currentProcessingTime();
        listening.since(now);
        context.timerService().registerProcessingTimeTimer(now + millis);
    }
}
