package dev.streamgrad.learner.rollout;

/**
 * T consecutive transitions of one agent, as columns of T rows; it may span one or several episodes. Tensors stay as they came
 * on the wire. A row that never came, or was refused, is not {@code present} and all zeros.
 *
 * <p>The arrays are never written once the rollout exists.
 *
 * @param policyId the policy that acted
 * @param agent which agent
 * @param index r: sequences rT … rT+T−1
 * @param present one byte per row, 0 or 1
 * @param observations what the agent saw before each step
 * @param actions what was sampled
 * @param logProbabilities float32 per row
 * @param rewards float64 per row
 * @param terminated one byte per row
 * @param truncated one byte per row
 * @param nextObservations for every present row that ended an episode or is the last of the rollout, in row order
 */
public record Rollout(
        String policyId,
        int agent,
        long index,
        byte[] present,
        byte[] observations,
        byte[] actions,
        byte[] logProbabilities,
        byte[] rewards,
        byte[] terminated,
        byte[] truncated,
        byte[] nextObservations) {

    /** T. */
    public int length() {
        return present.length;
    }

    /** How many rows are not present. */
    public int missing() {
        int missing = 0;
        for (byte row : present) {
            missing += 1 - row;
        }
        return missing;
    }

    /** Whether a next observation is given for the row. */
    public boolean hasNextObservation(int row) {
        return present[row] != 0 && (terminated[row] != 0 || truncated[row] != 0 || row == length() - 1);
    }
}
