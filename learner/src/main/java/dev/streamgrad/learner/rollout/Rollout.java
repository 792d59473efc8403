package dev.streamgrad.learner.rollout;

/**
 * T consecutive transitions of one agent, as columns of T rows; it may span one or several episodes. Tensors stay as they came
 * on the wire. A row that never came, or was refused, is not present and all zeros.
 *
 * <p>The arrays are never written once the rollout exists.
 *
 * @param policyId the policy that acted
 * @param agent which agent
 * @param index r: sequences rT … rT+T−1
 * @param provisional whether rows that are missing may yet come: a rollout to fall back on should the agent stay silent
 * @param duplicates blocks of the agent that were dropped as duplicates while the rollout was made
 * @param marks one byte per row: {@link #MISSING}, {@link #PRESENT} or {@link #EPISODE_START}
 * @param observations what the agent saw before each step
 * @param actions what was sampled
 * @param logProbabilities float32 per row
 * @param rewards float64 per row
 * @param terminated one byte per row
 * @param truncated one byte per row
 * @param actionMasks one byte per row and choice; empty where the spec has no masks
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

    /** The row never came, or was refused. */
    public static final byte MISSING = 0;

    /** The row is there. */
    public static final byte PRESENT = 1;

    /** The row is there and known to be its episode's first, whether or not the row before ended: an episode may be abandoned. */
    public static final byte EPISODE_START = 2;

    /** T. */
    public int length() {
        return marks.length;
    }

    /** How many rows are not present. */
    public int missing() {
        int missing = 0;
        for (byte mark : marks) {
            missing += mark == MISSING ? 1 : 0;
        }
        return missing;
    }

    /** Whether a next observation is given for the row. */
    public boolean hasNextObservation(int row) {
        return marks[row] != MISSING && (terminated[row] != 0 || truncated[row] != 0 || row == length() - 1);
    }
}
