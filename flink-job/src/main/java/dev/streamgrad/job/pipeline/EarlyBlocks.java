package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.job.state.Arrival;
import dev.streamgrad.job.state.Wire;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;

/** The blocks of the agent at hand that came before their policy's spec, in bounded state. */
final class EarlyBlocks {

    static final ListStateDescriptor<Arrival> STATE =
            new ListStateDescriptor<>("early-blocks", Wire.ARRIVAL.serializer());

    /** Of one agent. When the log is read again, as after a restart, blocks of seconds may come before the spec does. */
    private static final int MOST_BYTES = 16 << 20;

    /** Of all agents of a subtask. */
    private static final int MOST_BYTES_IN_ALL = 128 << 20;

    static final String TOO_MANY = "More than " + MOST_BYTES + " bytes of an agent, or " + MOST_BYTES_IN_ALL
            + " in all, came before the policy's training spec.";

    /** What a block takes on the heap beside its columns, however few rows it has. */
    private static final int BYTES_PER_BLOCK = 512;

    private final ListState<Arrival> blocks;
    private final ValueState<Long> bytes;
    private long bytesInAll;

    EarlyBlocks(RuntimeContext context) {
        blocks = context.getListState(STATE);
        bytes = context.getState(new ValueStateDescriptor<>("early-bytes", LongSerializer.INSTANCE));
    }

    /** Holds a block; false if there is no room. */
    boolean hold(Arrival arrival) throws Exception {
        long more =
                BYTES_PER_BLOCK + arrival.block().map(TransitionBlock::bytes).orElse(0L);
        if (held() + more > MOST_BYTES || bytesInAll + more > MOST_BYTES_IN_ALL) {
            return false;
        }
        blocks.add(arrival);
        bytes.update(held() + more);
        bytesInAll += more;
        return true;
    }

    /** Lets all go. What was held before a restore is not counted in all. */
    List<Arrival> release() throws Exception {
        List<Arrival> released = new ArrayList<>();
        blocks.get().forEach(released::add);
        bytesInAll = Math.max(0, bytesInAll - held());
        blocks.clear();
        bytes.clear();
        return released;
    }

    boolean isEmpty() throws Exception {
        return !blocks.get().iterator().hasNext();
    }

    private long held() throws Exception {
        Long held = bytes.value();
        return held == null ? 0 : held;
    }

    /** Whether what waits under a key is of the policy. */
    static boolean areOf(String policyId, ListState<Arrival> waiting) throws Exception {
        Iterator<Arrival> arrivals = waiting.get().iterator();
        return arrivals.hasNext() && arrivals.next().policyId().equals(policyId);
    }
}
