package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.inspection.BlockInspection;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.job.metrics.AssemblyMetrics;
import dev.streamgrad.job.metrics.DeadLetterReason;
import dev.streamgrad.job.metrics.JobMetric;
import dev.streamgrad.job.state.DeadLetter;
import dev.streamgrad.job.state.JobType;
import dev.streamgrad.job.state.ReceivedBlock;
import dev.streamgrad.job.state.ReceivedSpec;
import dev.streamgrad.job.state.WrittenSpec;
import dev.streamgrad.learner.rollout.Assembly;
import dev.streamgrad.learner.rollout.AssemblyEvent;
import dev.streamgrad.learner.rollout.Breakdown;
import dev.streamgrad.learner.rollout.RolloutAssembler;
import dev.streamgrad.learner.rollout.RolloutRetraction;
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
 * Windows the blocks of one agent into rollouts, with a {@link RolloutAssembler}. Every block is first checked against its policy's
 * training spec. A block that arrives before the spec waits, in bounded state and for a bounded time.
 *
 * <p>A rejected record does not change the open rollout, since another process may have sent it in the agent's name. If the agent then
 * stays silent, the operator assumes that the record was the agent's own; in lockstep no later block would prove that its rows are missing.
 * So it emits the open rollout as it is, marked provisional, and the learner uses it if it cannot make progress otherwise. The next
 * accepted block of the agent withdraws the provisional rollout.
 */
public final class AssembleFunction
        extends KeyedBroadcastProcessFunction<String, ReceivedBlock, ReceivedSpec, AssemblyEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(AssembleFunction.class);

    @Serial
    private static final long serialVersionUID = 1L;

    /** The newest revision of each spec, by policy id. */
    public static final MapStateDescriptor<String, WrittenSpec> SPECS =
            new MapStateDescriptor<>("specs", StringSerializer.INSTANCE, JobType.SPEC.serializer());

    /** How long an agent may be silent after a rejected record before its open rollout is emitted as provisional. */
    static final long SILENCE_MILLIS = 3_000;

    /** How long a block waits for its policy's spec. */
    private static final long SPEC_WAIT_MILLIS = 60_000;

    private transient ValueState<Assembly> assembly;
    private transient EarlyBlocks early;
    private transient Suspicion suspicion;
    private transient AssemblyMetrics metrics;
    private transient SignsOfLife signs;
    private transient AttemptStart attemptStart;

    @Override
    public void open(OpenContext context) {
        attemptStart = new AttemptStart();
        signs = new SignsOfLife();
        assembly = getRuntimeContext().getState(new ValueStateDescriptor<>("assembly", JobType.ASSEMBLY.serializer()));
        early = new EarlyBlocks(getRuntimeContext());
        suspicion = new Suspicion(getRuntimeContext());
        metrics = new AssemblyMetrics(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(ReceivedBlock received, ReadOnlyContext context, Collector<AssemblyEvent> out)
            throws Exception {
        WrittenSpec written = context.getBroadcastState(SPECS).get(received.policyId());
        if (written == null) {
            hold(received, context);
        } else if (written.spec().isEmpty()) {
            drop(received, "This release rejects the policy's training spec: " + written.fault(), context);
        } else {
            long now = context.timerService().currentProcessingTime();
            TrainingSpec spec = written.spec().get();
            if (!handle(spec, received, now, letter -> context.output(SideOutputs.DEAD_LETTERS, letter), out)) {
                suspect(now);
                setTimer(SILENCE_MILLIS, context);
            }
        }
    }

    private void hold(ReceivedBlock received, ReadOnlyContext context) throws Exception {
        if (early.hold(received)) {
            setTimer(SPEC_WAIT_MILLIS, context);
        } else {
            drop(received, EarlyBlocks.TOO_MANY, context);
        }
    }

    /**
     * Suspects from now on that rows of the agent are lost. More rejected records do not extend the wait. A timer must be pending for the
     * current key.
     */
    private void suspect(long now) throws Exception {
        suspicion.begin(assembled().nextSequence(), now);
    }

    @Override
    public void processBroadcastElement(ReceivedSpec received, Context context, Collector<AssemblyEvent> out)
            throws Exception {
        if (received.spec().isEmpty()) {
            return;
        }
        TrainingSpec spec = received.spec().get();
        WrittenSpec current = context.getBroadcastState(SPECS).get(spec.policyId());
        if (current != null
                && (current.spec().isEmpty()
                        || !SpecRevisions.follows(current.spec().get(), spec))) {
            return;
        }
        context.getBroadcastState(SPECS).put(spec.policyId(), WrittenSpec.of(spec));
        metrics.of(spec.policyId());
        long now = context.currentProcessingTime();
        context.applyToKeyedState(EarlyBlocks.STATE, (key, waiting) -> {
            if (EarlyBlocks.areOf(spec.policyId(), waiting)) {
                for (ReceivedBlock block : early.release()) {
                    if (!handle(spec, block, now, letter -> context.output(SideOutputs.DEAD_LETTERS, letter), out)) {
                        suspect(now); // the timers of the held blocks are still pending
                    }
                }
            }
        });
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<AssemblyEvent> out) throws Exception {
        long attemptStarted = attemptStart.since(context.timerService().currentProcessingTime());
        if (!early.isEmpty()) {
            if (timestamp >= attemptStarted + SPEC_WAIT_MILLIS) {
                expire(context);
            } else {
                context.timerService().registerProcessingTimeTimer(attemptStarted + SPEC_WAIT_MILLIS);
            }
        }
        Optional<Long> since = suspicion.since();
        if (since.isPresent()) {
            long due = Math.max(since.get(), attemptStarted) + SILENCE_MILLIS;
            if (timestamp >= due) {
                emitProvisional(context, out);
            } else {
                context.timerService().registerProcessingTimeTimer(due);
            }
        }
    }

    private void expire(OnTimerContext context) throws Exception {
        for (ReceivedBlock received : early.release()) {
            String reason = "There is no training spec of policy '" + received.policyId() + "'; submit it first.";
            drop(received, reason, context);
        }
    }

    /** Drops a record without a valid spec. An unreadable record is not emitted again: {@link DecodeFunction} made it a dead letter. */
    private void drop(ReceivedBlock received, String reason, ReadOnlyContext context) {
        boolean readable = received.block().isPresent();
        if (readable) {
            context.output(SideOutputs.DEAD_LETTERS, received.rejected(reason));
        }
        metrics.of(JobMetric.UNKNOWN_POLICY)
                .deadLetter(readable ? DeadLetterReason.NO_SPEC : DeadLetterReason.UNREADABLE);
    }

    private void emitProvisional(OnTimerContext context, Collector<AssemblyEvent> out) throws Exception {
        Keys.AgentKey key = Keys.parseAgent(context.getCurrentKey()).orElseThrow();
        Assembly current = assembled();
        Optional<TrainingSpec> spec = spec(key.policyId(), context);
        if (spec.isPresent() && suspicion.isOf(current.nextSequence())) {
            try {
                RolloutAssembler.Result result = Isolation.run(
                        () -> new RolloutAssembler(spec.get()).giveUp(current, key.policyId(), key.agent()));
                assembly.update(result.state());
                result.completed().forEach(out::collect);
            } catch (PolicyFault e) {
                out.collect(breakdown(key.policyId(), key.agent(), e));
            }
        }
        suspicion.end();
    }

    private static Optional<TrainingSpec> spec(String policyId, ReadOnlyContext context) throws Exception {
        WrittenSpec written = context.getBroadcastState(SPECS).get(policyId);
        return written == null ? Optional.empty() : written.spec();
    }

    private static Breakdown breakdown(String policyId, int agent, PolicyFault problem) {
        String reason = "The rollouts of agent " + agent + " could not be assembled: " + problem.reason()
                + ". See the task manager's log for the stack trace.";
        LOG.error("Policy {}: {}", policyId, reason, problem);
        return new Breakdown(policyId, reason);
    }

    /** Processes a block whose spec is known. Returns false if it was rejected and may be the agent's own, so that its rows may be lost. */
    private boolean handle(
            TrainingSpec spec,
            ReceivedBlock received,
            long now,
            Consumer<DeadLetter> deadLetters,
            Collector<AssemblyEvent> out)
            throws Exception {
        try {
            return inspectThenOffer(spec, received, now, deadLetters, out);
        } catch (PolicyFault e) {
            Breakdown breakdown = breakdown(received.policyId(), received.agent(), e);
            deadLetters.accept(received.rejected(breakdown.reason()));
            metrics.of(spec.policyId()).deadLetter(DeadLetterReason.BREAKDOWN);
            out.collect(breakdown);
            return true;
        }
    }

    private boolean inspectThenOffer(
            TrainingSpec spec,
            ReceivedBlock received,
            long now,
            Consumer<DeadLetter> deadLetters,
            Collector<AssemblyEvent> out)
            throws Exception {
        AssemblyMetrics.Counters counters = metrics.of(spec.policyId());
        if (received.block().isEmpty()) {
            counters.deadLetter(DeadLetterReason.UNREADABLE);
            return received.agent() >= spec.rollouts().agents();
        }
        TransitionBlock block = received.block().get();
        Optional<String> fault = Isolation.run(() -> BlockInspection.fault(spec, block));
        if (fault.isEmpty()) {
            offer(spec, received, now, deadLetters, out);
            return true;
        }
        if (BlockInspection.isAfterTheEnd(spec, block)) {
            counters.afterTheEnd();
            return true;
        }
        counters.deadLetter(DeadLetterReason.UNFIT);
        deadLetters.accept(received.rejected(fault.get()));
        return received.agent() >= spec.rollouts().agents();
    }

    private void offer(
            TrainingSpec spec,
            ReceivedBlock received,
            long now,
            Consumer<DeadLetter> deadLetters,
            Collector<AssemblyEvent> out)
            throws Exception {
        TransitionBlock block = received.block().orElseThrow();
        AssemblyMetrics.Counters counters = metrics.of(spec.policyId());
        Assembly before = assembled();
        RolloutAssembler.Result result = Isolation.run(() -> new RolloutAssembler(spec).offer(before, block));
        assembly.update(result.state());
        counters.gap(result.masked());
        result.completed().forEach(out::collect);
        RolloutRetraction.by(block, before, result).forEach(out::collect);
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
            case REJECTED -> {
                deadLetters.accept(received.rejected(result.reason().orElse("")));
                counters.deadLetter(DeadLetterReason.OUT_OF_REACH);
            }
        }
    }

    private Assembly assembled() throws Exception {
        return Optional.ofNullable(assembly.value()).orElse(Assembly.EMPTY);
    }

    private void setTimer(long millis, ReadOnlyContext context) {
        long now = context.timerService().currentProcessingTime();
        attemptStart.since(now);
        context.timerService().registerProcessingTimeTimer(now + millis);
    }
}
