package dev.streamgrad.learner.rollout;

import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** The columns of a rollout that blocks are being copied into. */
final class RolloutColumns {

    private final int length;
    private final int observationBytes;
    private final int actionBytes;
    private final int maskBytes;
    private final byte[] marks;
    private final byte[] observations;
    private final byte[] actions;
    private final byte[] logProbabilities;
    private final byte[] rewards;
    private final byte[] terminated;
    private final byte[] truncated;
    private final byte[] actionMasks;
    private final ByteArrayOutputStream nextObservations = new ByteArrayOutputStream();
    private int filled;

    RolloutColumns(int length, EnvironmentSpec environment) {
        this.length = length;
        observationBytes = environment.observationSpace().rowBytes();
        actionBytes = environment.actionSpace().rowBytes();
        maskBytes = environment.maskBytes();
        marks = new byte[length];
        observations = new byte[length * observationBytes];
        actions = new byte[length * actionBytes];
        logProbabilities = new byte[length * Float.BYTES];
        rewards = new byte[length * Double.BYTES];
        terminated = new byte[length];
        truncated = new byte[length];
        actionMasks = new byte[length * maskBytes];
    }

    /**
     * Copies the rows of a block that no earlier block has filled. If the block holds another last filled row than the one that was filled,
     * the new rows continue another trajectory: the agent resumed while its predecessor still wrote. The row before them then counts as
     * missing, since its successor is unknown. If the block closes the rollout, no more rows follow.
     */
    void append(TransitionBlock block) {
        int first = (int) (block.firstSequence() % length);
        int skip = Math.max(0, filled - first);
        if (skip > 0 && !ended(filled - 1) && (skip > block.rows() || !holds(block, skip - 1, filled - 1))) {
            marks[filled - 1] = Rollout.MISSING;
        }
        if (skip > 0 && skip >= block.rows()) {
            closeAfterFilled(block, skip);
            return;
        }
        int rows = block.rows() - skip;
        int at = first + skip;
        for (int row = 0; row < rows; row++) {
            marks[at + row] = block.startsEpisode(skip + row) ? Rollout.EPISODE_START : Rollout.PRESENT;
        }
        copy(block.observations(), skip, observations, at, rows, observationBytes);
        copy(block.actions(), skip, actions, at, rows, actionBytes);
        copy(block.logProbabilities(), skip, logProbabilities, at, rows, Float.BYTES);
        copy(block.rewards(), skip, rewards, at, rows, Double.BYTES);
        copy(block.terminated(), skip, terminated, at, rows, 1);
        copy(block.truncated(), skip, truncated, at, rows, 1);
        copy(block.actionMasks(), skip, actionMasks, at, rows, maskBytes);
        int skippedNexts = 0;
        for (int row = 0; row < skip; row++) {
            skippedNexts += block.hasNextObservation(row) ? 1 : 0;
        }
        int from = skippedNexts * observationBytes;
        nextObservations.write(block.nextObservations(), from, block.nextObservations().length - from);
        filled = at + rows;
        if (block.closesRollout()) {
            Arrays.fill(marks, filled, length, Rollout.CLOSED);
        }
    }

    /** Closes the rollout after the rows that it has. If the block repeats the last of them, it has the observation after it. */
    private void closeAfterFilled(TransitionBlock block, int skip) {
        if (skip == block.rows() && marks[filled - 1] != Rollout.MISSING && !ended(filled - 1)) {
            int from = block.nextObservations().length - observationBytes;
            nextObservations.write(block.nextObservations(), from, observationBytes);
        }
        Arrays.fill(marks, filled, length, Rollout.CLOSED);
    }

    private boolean ended(int row) {
        return terminated[row] != 0 || truncated[row] != 0;
    }

    /** Whether row {@code from} of the block is the step that was filled in as {@code row}. */
    private boolean holds(TransitionBlock block, int from, int row) {
        return equal(block.observations(), from, observations, row, observationBytes)
                && equal(block.actions(), from, actions, row, actionBytes);
    }

    private static boolean equal(byte[] one, int oneRow, byte[] other, int otherRow, int stride) {
        return Arrays.equals(
                one, oneRow * stride, (oneRow + 1) * stride, other, otherRow * stride, (otherRow + 1) * stride);
    }

    Rollout toRollout(String policyId, int agent, long index, boolean provisional, int duplicates) {
        return new Rollout(
                policyId,
                agent,
                index,
                provisional,
                duplicates,
                marks,
                observations,
                actions,
                logProbabilities,
                rewards,
                terminated,
                truncated,
                actionMasks,
                nextObservations.toByteArray());
    }

    private static void copy(byte[] from, int skip, byte[] to, int at, int rows, int stride) {
        System.arraycopy(from, skip * stride, to, at * stride, rows * stride);
    }
}
