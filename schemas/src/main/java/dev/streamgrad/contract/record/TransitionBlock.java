package dev.streamgrad.contract.record;

/**
 * Consecutive transitions of one agent, as columns. A block lies within one rollout and was acted with one policy version;
 * it may span episodes. All tensors are little-endian and row-major; dtype and shape stand in the training spec.
 *
 * <p>The arrays belong to the block and are never written.
 *
 * @param policyId the policy that acted
 * @param agent which agent, 0…N−1
 * @param incarnation which life of the agent wrote this; a higher one fences the lower
 * @param firstSequence the first row's step number of this agent, counted from 0 without gaps
 * @param rolloutLength T: rollout r is the sequences rT … rT+T−1
 * @param policyVersion version that acted
 * @param episode episode of the first row, counted from 0; a row after an ended one belongs to the next
 * @param episodeStep the first row's step within its episode, counted from 0
 * @param observations what the agent saw before each step
 * @param actions what was sampled, before any transform
 * @param logProbabilities float32 per row: log π(a|s) as the actor computed it
 * @param rewards float64 per row, raw
 * @param terminated one byte per row, 0 or 1
 * @param truncated one byte per row, 0 or 1
 * @param nextObservations what was seen after each row that ended an episode or its rollout, in row order
 * @param actionMasks one byte per row and choice (a discrete space's values; those of several one after the other), 0 where it was
 *     not allowed; empty where the spec has no masks
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
        byte[] actionMasks) {

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

    /** Sequence after the last row. */
    public long endSequence() {
        return firstSequence + rows();
    }

    /** Which rollout the rows belong to. */
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
        return (firstSequence + row + 1) % rolloutLength == 0;
    }

    /** Whether a next observation is given for the row. */
    public boolean hasNextObservation(int row) {
        return ended(row) || endsRollout(row);
    }
}
