package dev.streamgrad.learner.rollout;

import dev.streamgrad.contract.record.TransitionBlock;
import java.util.List;

/**
 * The state of a {@link RolloutAssembler}: the open rollout of one agent. Immutable, so a checkpoint may keep a reference to it.
 *
 * @param incarnation the incarnation of the last accepted block; blocks of a lower one are fenced
 * @param nextSequence the sequence that is expected next
 * @param givenUp number of rollouts, from the open one on, that were emitted as provisional since the last accepted block
 * @param duplicates blocks that were dropped as duplicates since the last rollout was emitted
 * @param blocks accepted blocks of the open rollout, in order; their first rows may repeat rows of earlier blocks
 */
public record Assembly(int incarnation, long nextSequence, int givenUp, int duplicates, List<TransitionBlock> blocks) {

    /** The state before the first block. */
    public static final Assembly EMPTY = new Assembly(0, 0, 0, 0, List.of());

    /** Copies the list. */
    public Assembly {
        blocks = List.copyOf(blocks);
    }

    /** The state after dropping a duplicate. */
    Assembly withDuplicate() {
        int more = duplicates == Integer.MAX_VALUE ? duplicates : duplicates + 1;
        return new Assembly(incarnation, nextSequence, givenUp, more, blocks);
    }
}
