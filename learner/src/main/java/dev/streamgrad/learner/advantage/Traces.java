package dev.streamgrad.learner.advantage;

/**
 * The input of the estimators: the rows of a rollout batch, one trace per agent, rows in time order, flat index agent · T + t.
 *
 * <p>No "done" flag is used in the arithmetic: {@code nextValues} already holds the expected return after a row, and {@code cut}
 * only marks the ends of the traces.
 *
 * @param length T, rows per trace
 * @param rewards scaled rewards, per row
 * @param values V of the row's observation
 * @param nextValues V′: 0 if the row terminated, V of the next observation at the end of an episode or of the rollout, V of the
 *     next row otherwise
 * @param cut whether the trace ends after the row: terminated, truncated, or followed by a row that is not usable
 */
public record Traces(int length, double[] rewards, double[] values, double[] nextValues, boolean[] cut) {

    /** Rejects columns of unequal length. */
    public Traces {
        int rows = rewards.length;
        if (length < 1 || rows % length != 0) {
            throw new IllegalArgumentException(rows + " rows cannot be divided into traces of length " + length + ".");
        }
        if (values.length != rows || nextValues.length != rows || cut.length != rows) {
            throw new IllegalArgumentException("All columns must have " + rows + " rows.");
        }
    }

    /** Number of rows. */
    public int rows() {
        return rewards.length;
    }

    /** Whether the trace ends after {@code row}: the row after it then contributes nothing to it. */
    boolean endsAt(int row) {
        return cut[row] || (row + 1) % length == 0;
    }
}
