package dev.streamgrad.learner.rollout;

/**
 * T consecutive transitions of one agent, as columns of T rows; it may span one or several episodes. Tensors keep their encoding of
 * the wire. A row that was not received, or was rejected, is missing. If the agent closed the rollout early, the rows after that do not
 * exist. The columns of both are all zeros.
 *
 * <p>The arrays are not modified after the rollout is created.
 *
 * @param policyId the policy that acted
 * @param agent which agent
 * @param index r: sequences rT … rT+T−1
 * @param provisional whether missing rows may still arrive; a provisional rollout is used only if the agent stays silent
 * @param duplicates blocks of the agent that were dropped as duplicates while the rollout was assembled
 * @param marks one byte per row: {@link #MISSING}, {@link #PRESENT}, {@link #EPISODE_START} or {@link #CLOSED}
 * @param observations the agent's observation before each step
 * @param actions the sampled actions
 * @param logProbabilities float32 per row
 * @param rewards float64 per row
 * @param terminated one byte per row
 * @param truncated one byte per row
 * @param actionMasks one byte per row and choice; empty if the spec has no masks
 * @param nextObservations for every present row that ended an episode or is the last of the rollout, in row order
 */
public record Rollout(
        String policyId,
        int agent,
        long index,
        boolean provisional,
        int duplicates,
        byte[] marks,
        byte[] observations,
        byte[] actions,
        byte[] logProbabilities,
        byte[] rewards,
        byte[] terminated,
        byte[] truncated,
        byte[] actionMasks,
        byte[] nextObservations)
        implements AssemblyEvent {

    /** The row was not received, or was rejected. */
    public static final byte MISSING = 0;

    /** The row is present. */
    public static final byte PRESENT = 1;

    /** The row is present and the first of its episode, even if the previous row ended none: an episode may be abandoned. */
    public static final byte EPISODE_START = 2;

    /** The row does not exist: the agent had closed the rollout. */
    public static final byte CLOSED = 3;

    /** T. */
    public int length() {
        return marks.length;
    }

    /** The number of missing rows. */
    public int missing() {
        int missing = 0;
        for (byte mark : marks) {
            missing += mark == MISSING ? 1 : 0;
        }
        return missing;
    }

    /** Whether the row is present. */
    public boolean isPresent(int row) {
        return marks[row] == PRESENT || marks[row] == EPISODE_START;
    }

    /** Whether a next observation is given for the row. */
    public boolean hasNextObservation(int row) {
        boolean last = row == length() - 1 || marks[row + 1] == CLOSED;
        return isPresent(row) && (terminated[row] != 0 || truncated[row] != 0 || last);
    }
}
