package dev.streamgrad.learner.rollout;

import dev.streamgrad.contract.record.TransitionBlock;
import java.util.List;

/**
 * A rollout in the making: the state of a {@link RolloutAssembler}. A value; a checkpoint may hold on to it.
 *
 * @param incarnation of the block that was accepted last: a lower one is fenced
 * @param nextSequence the sequence that is expected next
 * @param givenUp rollouts, from the open one on, that went out provisional since the last accepted block
 * @param duplicates blocks that were dropped as duplicates since the last rollout left
 * @param blocks accepted blocks of the open rollout, in order; a part of the first or of any may already be used
 */
public record Assembly(int incarnation, long nextSequence, int givenUp, int duplicates, List<TransitionBlock> blocks) {

    /** Before the first block. */
    public static final Assembly EMPTY = new Assembly(0, 0, 0, 0, List.of());

    /** Takes a copy of the list. */
    public Assembly {
        blocks = List.copyOf(blocks);
    }

    /** One more block was dropped as a duplicate. */
    Assembly withDuplicate() {
        int more = duplicates == Integer.MAX_VALUE ? duplicates : duplicates + 1;
        return new Assembly(incarnation, nextSequence, givenUp, more, blocks);
    }
}
