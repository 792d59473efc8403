package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.codec.MalformedRecordException;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.job.metrics.AssemblyMetrics;
import dev.streamgrad.job.state.Arrival;
import dev.streamgrad.job.state.DeadLetter;
import dev.streamgrad.job.state.RawRecord;
import java.io.Serial;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Bytes to blocks. What is no block becomes a dead letter; the agent that its key names is told of, since it may be waited for. */
public final class DecodeFunction extends ProcessFunction<RawRecord, Arrival> {

    @Serial
    private static final long serialVersionUID = 1L;

    private transient Counter unreadable;

    @Override
    public void open(OpenContext context) {
        unreadable = AssemblyMetrics.unreadable(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(RawRecord raw, Context context, Collector<Arrival> out) {
        TransitionBlock block;
        try {
            block = decode(raw.value());
        } catch (MalformedRecordException e) {
            context.output(SideOutputs.DEAD_LETTERS, DeadLetter.of(raw, String.valueOf(e.getMessage())));
            Arrival.unreadable(raw).ifPresentOrElse(out::collect, unreadable::inc);
            return;
        }
        out.collect(Arrival.of(raw, block));
    }

    /** What the decoder does not foresee is the record's fault all the same. */
    private static TransitionBlock decode(byte[] bytes) throws MalformedRecordException {
        try {
            return Isolation.run(() -> Codecs.TRANSITION_BLOCK.decode(bytes));
        } catch (PolicyFault e) {
            throw new MalformedRecordException("The record cannot be decoded: " + e.reason(), e);
        }
    }
}
