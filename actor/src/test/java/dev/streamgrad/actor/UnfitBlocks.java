package dev.streamgrad.actor;

import dev.streamgrad.contract.record.TransitionBlock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Blocks under the key of an agent that can be read but do not fit its training spec. */
public final class UnfitBlocks {

    private UnfitBlocks() {}

    /**
     * Changes a valid block of float observations in three ways: observations that are too wide, a NaN, a version that cannot have
     * acted in a much later incarnation.
     */
    public static List<TransitionBlock> of(TransitionBlock block) {
        byte[] wide = Arrays.copyOf(block.observations(), 3 * block.observations().length);
        byte[] notANumber = block.observations().clone();
        ByteBuffer.wrap(notANumber).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, Float.NaN);
        return List.of(
                with(block, block.incarnation(), block.policyVersion(), wide),
                with(block, block.incarnation(), block.policyVersion(), notANumber),
                with(block, 1000, block.policyVersion() + 1, block.observations()));
    }

    /** The same block with another incarnation. */
    public static TransitionBlock withIncarnation(int incarnation, TransitionBlock block) {
        return with(block, incarnation, block.policyVersion(), block.observations());
    }

    /** The same block in another rollout, as a forger may have copied it. */
    static TransitionBlock at(long rollout, TransitionBlock block) {
        return new TransitionBlock(
                block.policyId(),
                block.agent(),
                block.incarnation(),
                rollout * block.rolloutLength(),
                block.rolloutLength(),
                rollout,
                block.episode(),
                block.episodeStep(),
                block.observations(),
                block.actions(),
                block.logProbabilities(),
                block.rewards(),
                block.terminated(),
                block.truncated(),
                block.nextObservations(),
                block.actionMasks());
    }

    private static TransitionBlock with(TransitionBlock block, int incarnation, long version, byte[] observations) {
        return new TransitionBlock(
                block.policyId(),
                block.agent(),
                incarnation,
                block.firstSequence(),
                block.rolloutLength(),
                version,
                block.episode(),
                block.episodeStep(),
                observations,
                block.actions(),
                block.logProbabilities(),
                block.rewards(),
                block.terminated(),
                block.truncated(),
                block.nextObservations(),
                block.actionMasks());
    }
}
