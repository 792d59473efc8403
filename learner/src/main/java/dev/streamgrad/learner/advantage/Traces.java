package dev.streamgrad.learner.advantage;

/**
 * The rows of a rollout batch as estimators see them: one trace per agent, rows in time order, flat index agent · T + t.
 *
 * <p>No "done" flag reaches the arithmetic: {@code bootstrap} already is what may be expected after a row, and {@code cut}
 * says only where a trace ends.
 *
 * @param length T, rows per trace
 * @param rewards per row, as scaled
 * @param values V of the row's observation
 * @param nextValues V′: 0 where the row terminated, V of the next observation at an episode's or the rollout's end, V of the
 *     next row otherwise
 * @param cut whether the trace ends after the row: terminated, truncated, or followed by a row that is not usable
 */
public record Traces(int length, double[] rewards, double[] values, double[] nextValues, boolean[] cut) {

    /** Refuses columns of unequal length. */
    public Traces {
        int rows = rewards.length;
        if (length < 1 || rows % length != 0) {
            throw new IllegalArgumentException(rows + " rows are no whole number of traces of length " + length + ".");
        }
        if (values.length != rows || nextValues.length != rows || cut.length != rows) {
            throw new IllegalArgumentException("All columns must have " + rows + " rows.");
        }
    }

    /** Number of rows. */
    public int rows() {
        return rewards.length;
    }

    /** Whether nothing of the row after {@code row} flows back into it. */
    boolean endsAt(int row) {
        return cut[row] || (row + 1) % length == 0;
    }
}
