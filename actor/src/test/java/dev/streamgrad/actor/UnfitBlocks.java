package dev.streamgrad.actor;

import dev.streamgrad.contract.record.Forgery;
import dev.streamgrad.contract.record.TransitionBlock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

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
                Forgery.of(block, Map.of("observations", wide)),
                Forgery.of(block, Map.of("observations", notANumber)),
                Forgery.of(block, Map.of("incarnation", 1000, "policyVersion", block.policyVersion() + 1)));
    }

    /** The same block with another incarnation. */
    public static TransitionBlock withIncarnation(int incarnation, TransitionBlock block) {
        return Forgery.of(block, Map.of("incarnation", incarnation));
    }

    /** The same block in another rollout, as a forger may have copied it. */
    static TransitionBlock at(long rollout, TransitionBlock block) {
        return Forgery.of(block, Map.of("firstSequence", rollout * block.rolloutLength(), "policyVersion", rollout));
    }
}
