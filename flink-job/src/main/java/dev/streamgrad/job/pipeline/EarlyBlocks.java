package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.job.state.JobType;
import dev.streamgrad.job.state.ReceivedBlock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;

/** The blocks of the current key's agent that arrived before their policy's spec, in bounded state. */
final class EarlyBlocks {

    static final ListStateDescriptor<ReceivedBlock> STATE =
            new ListStateDescriptor<>("early-blocks", JobType.ARRIVAL.serializer());

    /** The limit per agent. When the log is replayed, as after a restart, blocks of several seconds may arrive before the spec. */
    private static final int MOST_BYTES = 16 << 20;

    /** The limit for all agents of a subtask. */
    private static final int MOST_BYTES_IN_ALL = 128 << 20;

    static final String TOO_MANY = "More than " + MOST_BYTES + " bytes of blocks of an agent, or " + MOST_BYTES_IN_ALL
            + " bytes of all agents, arrived before the policy's training spec; submit the spec first.";

    /** Heap that a block takes besides its columns, however few rows it has. */
    private static final int BYTES_PER_BLOCK = 512;

    private final ListState<ReceivedBlock> blocks;
    private final ValueState<Long> bytes;
    private long bytesInAll;

    EarlyBlocks(RuntimeContext context) {
        blocks = context.getListState(STATE);
        bytes = context.getState(new ValueStateDescriptor<>("early-bytes", LongSerializer.INSTANCE));
    }

    /** Holds a block; returns false if a limit would be exceeded. */
    boolean hold(ReceivedBlock received) throws Exception {
        long added =
                BYTES_PER_BLOCK + received.block().map(TransitionBlock::bytes).orElse(0L);
        if (held() + added > MOST_BYTES || bytesInAll + added > MOST_BYTES_IN_ALL) {
            return false;
        }
        blocks.add(received);
        bytes.update(held() + added);
        bytesInAll += added;
        return true;
    }

    /** Removes and returns the agent's blocks. Blocks held since before a restore are not counted in the subtask's total. */
    List<ReceivedBlock> release() throws Exception {
        List<ReceivedBlock> released = new ArrayList<>();
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

    /** Whether the blocks that wait under a key belong to the policy. */
    static boolean areOf(String policyId, ListState<ReceivedBlock> waiting) throws Exception {
        Iterator<ReceivedBlock> iterator = waiting.get().iterator();
        return iterator.hasNext() && iterator.next().policyId().equals(policyId);
    }
}
