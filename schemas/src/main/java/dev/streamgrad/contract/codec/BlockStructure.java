package dev.streamgrad.contract.codec;

import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.topic.PolicyIds;

/** Checks what does not depend on the training spec: ranges, sizes of columns, and flags. */
final class BlockStructure {

    /** Maximum number of rows of a block. */
    static final int MOST_ROWS = 4096;

    private BlockStructure() {}

    static void check(TransitionBlock block) throws MalformedRecordException {
        int rows = block.rows();
        require(
                PolicyIds.isOne(block.policyId()),
                "The policy id is not 1 to 128 letters, digits, dots, dashes or underscores.");
        require(
                rows <= MOST_ROWS && (rows >= 1 || block.closesRollout()),
                "The block has " + rows + " rows, but must have 1 to " + MOST_ROWS
                        + ", or none if it closes a rollout.");
        require(block.agent() >= 0, "The agent is " + block.agent() + ", but must be 0 or more.");
        require(block.incarnation() >= 0, "The incarnation is " + block.incarnation() + ", but must be 0 or more.");
        require(
                block.firstSequence() >= 0 && block.firstSequence() < Long.MAX_VALUE - MOST_ROWS,
                "The first sequence is " + block.firstSequence() + ", but must be 0 or more.");
        require(
                block.rolloutLength() >= 1,
                "The rollout length is " + block.rolloutLength() + ", but must be 1 or more.");
        require(
                block.policyVersion() >= 0 && block.episode() >= 0 && block.episodeStep() >= 0,
                "Policy version, episode and episode step must be 0 or more.");
        require(
                rows >= 1 || block.firstSequence() % block.rolloutLength() == 0,
                "The block has no rows, but does not begin its rollout; close a rollout that has rows with its last row.");
        require(
                block.rollout() == (block.firstSequence() + Math.max(0, rows - 1)) / block.rolloutLength(),
                "The block crosses the end of its rollout; send the rest of its rows as another block.");
        oneEach(block.logProbabilities(), Float.BYTES, rows, "log-probabilities");
        oneEach(block.rewards(), Double.BYTES, rows, "rewards");
        oneEach(block.truncated(), 1, rows, "truncated flags");
        flags(block.terminated());
        flags(block.truncated());
        divisible(block.observations(), rows, "observations");
        divisible(block.actions(), rows, "actions");
        if (block.actionMasks().length > 0) {
            divisible(block.actionMasks(), rows, "action masks");
            flags(block.actionMasks());
        }
    }

    private static void oneEach(byte[] column, int size, int rows, String what) throws MalformedRecordException {
        require(
                column.length == rows * size,
                "The " + what + " take " + column.length + " bytes, but " + rows + " rows take " + rows * size + ".");
    }

    private static void divisible(byte[] column, int rows, String what) throws MalformedRecordException {
        require(
                rows == 0 ? column.length == 0 : column.length > 0 && column.length % rows == 0,
                "The " + what + " take " + column.length + " bytes, which is not a multiple of " + rows + " rows.");
    }

    private static void flags(byte[] column) throws MalformedRecordException {
        for (byte flag : column) {
            require(flag == 0 || flag == 1, "A flag is " + flag + ", but must be 0 or 1.");
        }
    }

    private static void require(boolean holds, String otherwise) throws MalformedRecordException {
        if (!holds) {
            throw new MalformedRecordException(otherwise);
        }
    }
}
