package dev.streamgrad.contract.record;

/**
 * Consecutive transitions of one agent, as columns. A block lies within one rollout, and one policy version sampled its actions. It may
 * span episodes. All tensors are little-endian and row-major; the training spec gives dtype and shape.
 *
 * <p>An agent may close a rollout early, if it has no more steps to take: the remaining sequences of the rollout then do not exist. A block
 * without rows closes a rollout in which the agent took no step.
 *
 * <p>The arrays belong to the block; nothing writes to them.
 *
 * @param policyId the policy that acted
 * @param agent the agent's number, 0…N−1
 * @param incarnation incarnation of the agent that wrote this; a higher one fences the lower
 * @param firstSequence step number of the first row, counted per agent from 0 without gaps
 * @param rolloutLength T: rollout r has the sequences rT … rT+T−1
 * @param policyVersion version that sampled the actions
 * @param episode episode of the first row, counted from 0; the row after the end of an episode belongs to the next episode
 * @param episodeStep step of the first row within its episode, counted from 0
 * @param observations observation before each step
 * @param actions sampled actions, before any transform
 * @param logProbabilities float32 per row: log π(a|s) as the actor computed it
 * @param rewards float64 per row, raw
 * @param terminated one byte per row, 0 or 1
 * @param truncated one byte per row, 0 or 1
 * @param nextObservations observation after each row that ended an episode or is the last of its rollout, in row order
 * @param actionMasks one byte per row and action value, 0 if it was not allowed; the values of a multi-discrete space are listed element
 *     by element; empty if the spec has no masks
 * @param closesRollout whether the agent takes no more steps in this rollout
 */
public record TransitionBlock(
        String policyId,
        int agent,
        int incarnation,
        long firstSequence,
        int rolloutLength,
        long policyVersion,
        long episode,
        int episodeStep,
        byte[] observations,
        byte[] actions,
        byte[] logProbabilities,
        byte[] rewards,
        byte[] terminated,
        byte[] truncated,
        byte[] nextObservations,
        byte[] actionMasks,
        boolean closesRollout) {

    /** Number of transitions. */
    public int rows() {
        return terminated.length;
    }

    /** Bytes of all columns. */
    public long bytes() {
        return (long) observations.length
                + actions.length
                + logProbabilities.length
                + rewards.length
                + terminated.length
                + truncated.length
                + nextObservations.length
                + actionMasks.length;
    }

    /** The agent's next sequence after this block. */
    public long endSequence() {
        return closesRollout ? (rollout() + 1) * rolloutLength : firstSequence + rows();
    }

    /** The index of the rollout that the rows belong to. */
    public long rollout() {
        return firstSequence / rolloutLength;
    }

    /** Whether the row is the last of its episode. */
    public boolean ended(int row) {
        return terminated[row] != 0 || truncated[row] != 0;
    }

    /** Whether the row is the first of its episode. */
    public boolean startsEpisode(int row) {
        return row == 0 ? episodeStep == 0 : ended(row - 1);
    }

    /** Whether the row is the last of its rollout. */
    public boolean endsRollout(int row) {
        return (firstSequence + row + 1) % rolloutLength == 0 || (closesRollout && row == rows() - 1);
    }

    /** Whether the block contains a next observation for the row. */
    public boolean hasNextObservation(int row) {
        return ended(row) || endsRollout(row);
    }
}
