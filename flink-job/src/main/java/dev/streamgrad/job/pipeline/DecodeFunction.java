package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.codec.MalformedRecordException;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.job.metrics.AssemblyMetrics;
import dev.streamgrad.job.state.DeadLetter;
import dev.streamgrad.job.state.RawRecord;
import dev.streamgrad.job.state.ReceivedBlock;
import java.io.Serial;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Decodes records of the transitions topic into blocks. A record that is not a block becomes a dead letter; if its key names an agent, it
 * is also emitted without a block, since the learner may be waiting for this agent.
 */
public final class DecodeFunction extends ProcessFunction<RawRecord, ReceivedBlock> {

    @Serial
    private static final long serialVersionUID = 1L;

    private transient Counter unreadable;

    @Override
    public void open(OpenContext context) {
        unreadable = AssemblyMetrics.unreadable(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(RawRecord raw, Context context, Collector<ReceivedBlock> out) {
        TransitionBlock block;
        try {
            block = decode(raw.value());
        } catch (MalformedRecordException e) {
            context.output(SideOutputs.DEAD_LETTERS, DeadLetter.of(raw, String.valueOf(e.getMessage())));
            ReceivedBlock.unreadable(raw).ifPresentOrElse(out::collect, unreadable::inc);
            return;
        }
        out.collect(ReceivedBlock.of(raw, block));
    }

    /** An unexpected exception of the decoder also counts as a malformed record. */
    private static TransitionBlock decode(byte[] bytes) throws MalformedRecordException {
        try {
            return Isolation.run(() -> Codecs.TRANSITION_BLOCK.decode(bytes));
        } catch (PolicyFault e) {
            throw new MalformedRecordException("The record cannot be decoded: " + e.reason(), e);
        }
    }
}
