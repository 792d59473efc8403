package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.job.state.DeadLetter;
import dev.streamgrad.job.state.Wire;
import dev.streamgrad.learner.rollout.Assembly;
import dev.streamgrad.learner.rollout.BlockInspection;
import dev.streamgrad.learner.rollout.Rollout;
import dev.streamgrad.learner.rollout.RolloutAssembler;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
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
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Windows one agent's blocks into rollouts, by a {@link RolloutAssembler}. A block is held against its policy's training spec
 * before it may take its place; one that comes before its spec waits, in bounded state and for a bounded time.
 */
public final class AssembleFunction
        extends KeyedBroadcastProcessFunction<String, TransitionBlock, TrainingSpec, Rollout> {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Specs by policy id, the newest revision of each. */
    public static final MapStateDescriptor<String, TrainingSpec> SPECS =
            new MapStateDescriptor<>("specs", StringSerializer.INSTANCE, Wire.SPEC.serializer());

    private static final int MOST_EARLY_BLOCKS = 256;
    private static final long PATIENCE_MILLIS = 60_000;
    private static final ListStateDescriptor<TransitionBlock> EARLY =
            new ListStateDescriptor<>("early-blocks", Wire.BLOCK.serializer());

    private transient ValueState<Assembly> assembly;
    private transient ListState<TransitionBlock> early;
    private transient Counter duplicates;
    private transient Counter fenced;
    private transient Counter masked;

    @Override
    public void open(OpenContext context) {
        assembly = getRuntimeContext().getState(new ValueStateDescriptor<>("assembly", Wire.ASSEMBLY.serializer()));
        early = getRuntimeContext().getListState(EARLY);
        duplicates = getRuntimeContext().getMetricGroup().counter("duplicates");
        fenced = getRuntimeContext().getMetricGroup().counter("fenced");
        masked = getRuntimeContext().getMetricGroup().counter("masked");
    }

    @Override
    public void processElement(TransitionBlock block, ReadOnlyContext context, Collector<Rollout> out)
            throws Exception {
        TrainingSpec spec = context.getBroadcastState(SPECS).get(block.policyId());
        if (spec != null) {
            take(spec, block, letter -> context.output(SideOutputs.DEAD_LETTERS, letter), out);
            return;
        }
        List<TransitionBlock> waiting = new ArrayList<>();
        early.get().forEach(waiting::add);
        if (waiting.size() >= MOST_EARLY_BLOCKS) {
            refuse(
                    block,
                    "More than " + MOST_EARLY_BLOCKS + " blocks came before the policy's training spec.",
                    letter -> context.output(SideOutputs.DEAD_LETTERS, letter));
            return;
        }
        early.add(block);
        long now = context.timerService().currentProcessingTime();
        context.timerService().registerProcessingTimeTimer(now + PATIENCE_MILLIS);
    }

    @Override
    public void processBroadcastElement(TrainingSpec spec, Context context, Collector<Rollout> out) throws Exception {
        TrainingSpec known = context.getBroadcastState(SPECS).get(spec.policyId());
        if (known != null && known.revision() >= spec.revision()) {
            return;
        }
        context.getBroadcastState(SPECS).put(spec.policyId(), spec);
        context.applyToKeyedState(EARLY, (key, waiting) -> {
            List<TransitionBlock> blocks = new ArrayList<>();
            waiting.get().forEach(blocks::add);
            if (!blocks.isEmpty() && blocks.get(0).policyId().equals(spec.policyId())) {
                for (TransitionBlock block : blocks) {
                    take(spec, block, letter -> context.output(SideOutputs.DEAD_LETTERS, letter), out);
                }
                waiting.clear();
            }
        });
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Rollout> out) throws Exception {
        for (TransitionBlock block : early.get()) {
            refuse(
                    block,
                    "There is no training spec of policy '" + block.policyId() + "'; submit it first.",
                    letter -> context.output(SideOutputs.DEAD_LETTERS, letter));
        }
        early.clear();
    }

    private void take(
            TrainingSpec spec, TransitionBlock block, Consumer<DeadLetter> deadLetters, Collector<Rollout> out)
            throws Exception {
        Optional<String> fault = BlockInspection.fault(spec, block);
        if (fault.isPresent()) {
            refuse(block, fault.get(), deadLetters);
            return;
        }
        Assembly state = assembly.value();
        RolloutAssembler.Result result =
                new RolloutAssembler(spec).offer(state == null ? Assembly.EMPTY : state, block);
        assembly.update(result.state());
        masked.inc(result.masked());
        result.completed().forEach(out::collect);
        switch (result.outcome()) {
            case USED -> {}
            case DUPLICATE -> duplicates.inc();
            case FENCED -> fenced.inc();
            case REFUSED -> refuse(block, result.reason().orElse(""), deadLetters);
        }
    }

    private static void refuse(TransitionBlock block, String reason, Consumer<DeadLetter> deadLetters) {
        byte[] key = Keys.agent(block.policyId(), block.agent()).getBytes(StandardCharsets.UTF_8);
        byte[] value = Codecs.TRANSITION_BLOCK.encode(block);
        deadLetters.accept(new DeadLetter("", -1, -1, key, value, reason));
    }
}
