package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.record.TransitionBlock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Records in an agent's name that the job rejects. */
final class Strays {

    private static final int FAR_LATER_INCARNATION = 1000;

    private Strays() {}

    /** Turns a valid block with float observations into one that can be read, but contradicts the training spec. */
    static TransitionBlock unfit(TransitionBlock block, Random chance) {
        byte[] wide = Arrays.copyOf(block.observations(), 3 * block.observations().length);
        byte[] notANumber = block.observations().clone();
        ByteBuffer.wrap(notANumber).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, Float.NaN);
        return switch (chance.nextInt(3)) {
            case 0 -> Blocks.with(block, block.incarnation(), block.policyVersion(), wide);
            case 1 -> Blocks.with(block, block.incarnation(), block.policyVersion(), notANumber);
            default -> Blocks.with(block, FAR_LATER_INCARNATION, block.policyVersion() + 1, block.observations());
        };
    }

    /** The agent's block in a rollout that it cannot have reached, from another incarnation; empty if training ends before. */
    static List<TransitionBlock> outOfReach(List<TransitionBlock> whole, int agent, long rollout) {
        return whole.stream()
                .filter(block -> block.agent() == agent && block.rollout() == rollout)
                .limit(1)
                .map(block -> Blocks.with(block, FAR_LATER_INCARNATION, block.policyVersion(), block.observations()))
                .toList();
    }
}
