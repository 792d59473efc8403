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
import dev.streamgrad.job.state.SpecArrival;
import dev.streamgrad.job.state.Wire;
import dev.streamgrad.job.state.WrittenSpec;
import dev.streamgrad.learner.rollout.Assembly;
import dev.streamgrad.learner.rollout.AssemblyEvent;
import dev.streamgrad.learner.rollout.Breakdown;
import dev.streamgrad.learner.rollout.RolloutAssembler;
import dev.streamgrad.learner.rollout.Withdrawal;
import java.io.Serial;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Windows one agent's blocks into rollouts, by a {@link RolloutAssembler}. A block is held against its policy's training spec
 * before it may take its place; one that comes before its spec waits, in bounded state and for a bounded time.
 *
 * <p>A record that is refused changes nothing: another may have sent it in the agent's name. But where the agent then stays silent,
 * the refused record was its own, and in lockstep no later one will prove it. So its open rollout goes out as it stands, marked
 * provisional; the learner falls back on it once it can do nothing else. An accepted block of the agent takes it back.
 */
public final class AssembleFunction extends KeyedBroadcastProcessFunction<String, Arrival, SpecArrival, AssemblyEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(AssembleFunction.class);

    @Serial
    private static final long serialVersionUID = 1L;

    /** Specs by policy id, the newest revision of each. */
    public static final MapStateDescriptor<String, WrittenSpec> SPECS =
            new MapStateDescriptor<>("specs", StringSerializer.INSTANCE, Wire.SPEC.serializer());

    /** How long an agent may be silent after a refused record before its open rollout goes out as it stands. */
    static final long SILENCE_MILLIS = 3_000;

    private static final long PATIENCE_MILLIS = 60_000;

    private transient ValueState<Assembly> assembly;
    private transient EarlyBlocks early;
    private transient Suspicion suspicion;
    private transient AssemblyMetrics metrics;
    private transient SignsOfLife signs;
    private transient Listening listening;

    @Override
    public void open(OpenContext context) {
        listening = new Listening();
        signs = new SignsOfLife();
        assembly = getRuntimeContext().getState(new ValueStateDescriptor<>("assembly", Wire.ASSEMBLY.serializer()));
        early = new EarlyBlocks(getRuntimeContext());
        suspicion = new Suspicion(getRuntimeContext());
        metrics = new AssemblyMetrics(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(Arrival arrival, ReadOnlyContext context, Collector<AssemblyEvent> out)
            throws Exception {
        WrittenSpec written = context.getBroadcastState(SPECS).get(arrival.policyId());
        if (written == null) {
            hold(arrival, context);
        } else if (written.spec().isEmpty()) {
            drop(arrival, "This release refuses the policy's training spec: " + written.fault(), context);
        } else {
            long now = context.timerService().currentProcessingTime();
            TrainingSpec spec = written.spec().get();
            if (!take(spec, arrival, now, letter -> context.output(SideOutputs.DEAD_LETTERS, letter), out)) {
                suspect(now);
                timer(SILENCE_MILLIS, context);
            }
        }
    }

    private void hold(Arrival arrival, ReadOnlyContext context) throws Exception {
        if (early.hold(arrival)) {
            timer(PATIENCE_MILLIS, context);
        } else {
            drop(arrival, EarlyBlocks.TOO_MANY, context);
        }
    }

    /**
     * The agent is silent from now on, unless it was already: more refused records do not put off the end of the wait. A timer must be pending
     * for the key at hand.
     */
    private void suspect(long now) throws Exception {
        suspicion.begin(assembled().nextSequence(), now);
    }

    @Override
    public void processBroadcastElement(SpecArrival incoming, Context context, Collector<AssemblyEvent> out)
            throws Exception {
        if (incoming.spec().isEmpty()) {
            return;
        }
        TrainingSpec spec = incoming.spec().get();
        WrittenSpec known = context.getBroadcastState(SPECS).get(spec.policyId());
        if (known != null
                && (known.spec().isEmpty()
                        || !SpecRevisions.follows(known.spec().get(), spec))) {
            return;
        }
        context.getBroadcastState(SPECS).put(spec.policyId(), WrittenSpec.of(spec));
        metrics.of(spec.policyId());
        long now = context.currentProcessingTime();
        context.applyToKeyedState(EarlyBlocks.STATE, (key, waiting) -> {
            if (EarlyBlocks.areOf(spec.policyId(), waiting)) {
                for (Arrival arrival : early.release()) {
                    if (!take(spec, arrival, now, letter -> context.output(SideOutputs.DEAD_LETTERS, letter), out)) {
                        suspect(now); // the timers of those that waited are pending
                    }
                }
            }
        });
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<AssemblyEvent> out) throws Exception {
        long listened = listening.since(context.timerService().currentProcessingTime());
        if (!early.isEmpty()) {
            if (timestamp >= listened + PATIENCE_MILLIS) {
                expire(context);
            } else {
                context.timerService().registerProcessingTimeTimer(listened + PATIENCE_MILLIS);
            }
        }
        Optional<Long> since = suspicion.since();
        if (since.isPresent()) {
            long due = Math.max(since.get(), listened) + SILENCE_MILLIS;
            if (timestamp >= due) {
                fallBack(context, out);
            } else {
                context.timerService().registerProcessingTimeTimer(due);
            }
        }
    }

    private void expire(OnTimerContext context) throws Exception {
        for (Arrival arrival : early.release()) {
            String reason = "There is no training spec of policy '" + arrival.policyId() + "'; submit it first.";
            drop(arrival, reason, context);
        }
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

    private void fallBack(OnTimerContext context, Collector<AssemblyEvent> out) throws Exception {
        Keys.AgentKey key = Keys.parseAgent(context.getCurrentKey()).orElseThrow();
        Assembly open = assembled();
        Optional<TrainingSpec> spec = spec(key.policyId(), context);
        if (spec.isPresent() && suspicion.isOf(open.nextSequence())) {
            try {
                RolloutAssembler.Result result =
                        Isolation.run(() -> new RolloutAssembler(spec.get()).giveUp(open, key.policyId(), key.agent()));
                assembly.update(result.state());
                result.completed().forEach(out::collect);
            } catch (PolicyFault e) {
                out.collect(brokenDown(key.policyId(), key.agent(), e));
            }
        }
        suspicion.end();
    }

    private static Optional<TrainingSpec> spec(String policyId, ReadOnlyContext context) throws Exception {
        WrittenSpec written = context.getBroadcastState(SPECS).get(policyId);
        return written == null ? Optional.empty() : written.spec();
    }

    private static Breakdown brokenDown(String policyId, int agent, PolicyFault problem) {
        String reason = "The rollouts of agent " + agent + " could not be assembled: " + problem.reason()
                + ". The task manager's log has the whole of it.";
        LOG.error("Policy {}: {}", policyId, reason, problem);
        return new Breakdown(policyId, reason);
    }

    /** Whether the arrival was of use, or at least is no sign of data lost. */
    private boolean take(
            TrainingSpec spec,
            Arrival arrival,
            long now,
            Consumer<DeadLetter> deadLetters,
            Collector<AssemblyEvent> out)
            throws Exception {
        try {
            return use(spec, arrival, now, deadLetters, out);
        } catch (PolicyFault e) {
            Breakdown breakdown = brokenDown(arrival.policyId(), arrival.agent(), e);
            deadLetters.accept(arrival.refused(breakdown.reason()));
            metrics.of(spec.policyId()).deadLetter(DeadLetterReason.BREAKDOWN);
            out.collect(breakdown);
            return true;
        }
    }

    private boolean use(
            TrainingSpec spec,
            Arrival arrival,
            long now,
            Consumer<DeadLetter> deadLetters,
            Collector<AssemblyEvent> out)
            throws Exception {
        AssemblyMetrics.Counters counters = metrics.of(spec.policyId());
        if (arrival.block().isEmpty()) {
            counters.deadLetter(DeadLetterReason.UNREADABLE);
            return arrival.agent() >= spec.rollouts().agents();
        }
        TransitionBlock block = arrival.block().get();
        Optional<String> fault = Isolation.run(() -> BlockInspection.fault(spec, block));
        if (fault.isEmpty()) {
            offer(spec, arrival, now, deadLetters, out);
            return true;
        }
        if (BlockInspection.isAfterTheEnd(spec, block)) {
            counters.afterTheEnd();
            return true;
        }
        counters.deadLetter(DeadLetterReason.UNFIT);
        deadLetters.accept(arrival.refused(fault.get()));
        return arrival.agent() >= spec.rollouts().agents();
    }

    private void offer(
            TrainingSpec spec,
            Arrival arrival,
            long now,
            Consumer<DeadLetter> deadLetters,
            Collector<AssemblyEvent> out)
            throws Exception {
        TransitionBlock block = arrival.block().orElseThrow();
        AssemblyMetrics.Counters counters = metrics.of(spec.policyId());
        Assembly before = assembled();
        RolloutAssembler.Result result = Isolation.run(() -> new RolloutAssembler(spec).offer(before, block));
        assembly.update(result.state());
        counters.gap(result.masked());
        result.completed().forEach(out::collect);
        Withdrawal.by(block, before, result).forEach(out::collect);
        switch (result.outcome()) {
            case USED -> {
                if (result.completed().isEmpty()) {
                    signs.of(block, now).ifPresent(out::collect);
                }
            }
            case DUPLICATE -> {
                counters.duplicate();
                signs.of(block, now).ifPresent(out::collect);
            }
            case FENCED -> counters.fenced();
            case REFUSED -> {
                deadLetters.accept(arrival.refused(result.reason().orElse("")));
                counters.deadLetter(DeadLetterReason.OUT_OF_REACH);
            }
        }
    }

    private Assembly assembled() throws Exception {
        return Optional.ofNullable(assembly.value()).orElse(Assembly.EMPTY);
    }

    private void timer(long millis, ReadOnlyContext context) {
        long now = context.timerService().currentProcessingTime();
        listening.since(now);
        context.timerService().registerProcessingTimeTimer(now + millis);
    }
}
