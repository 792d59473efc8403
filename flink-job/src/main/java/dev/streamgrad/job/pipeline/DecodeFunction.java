package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.codec.MalformedRecordException;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.job.state.DeadLetter;
import dev.streamgrad.job.state.RawRecord;
import java.io.Serial;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Bytes to blocks; what is no block becomes a dead letter. */
public final class DecodeFunction extends ProcessFunction<RawRecord, TransitionBlock> {

    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(RawRecord raw, Context context, Collector<TransitionBlock> out) {
        try {
            out.collect(Codecs.TRANSITION_BLOCK.decode(raw.value()));
        } catch (MalformedRecordException e) {
            context.output(SideOutputs.DEAD_LETTERS, DeadLetter.of(raw, String.valueOf(e.getMessage())));
        }
    }
}
