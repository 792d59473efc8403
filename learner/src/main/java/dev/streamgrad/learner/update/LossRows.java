package dev.streamgrad.learner.update;

import dev.streamgrad.learner.rollout.RolloutBatch;
import java.util.Arrays;

/**
 * Which rows of a batch an update can use, and what each bootstraps from.
 *
 * <p>A present row is in the loss if something is known of what came after it: it terminated; or its next observation was sent;
 * or the next row is present. Where the next row is missing and nothing was sent, the row leaves the loss; the row before it then
 * bootstraps from this row's own observation, and its trace ends there. So it is where an episode was abandoned: the next row begins
 * another.
 *
 * @param inLoss per row of the batch
 * @param cut per row: nothing flows back into it from the row after
 * @param rows the flat indices of the rows in the loss, ascending
 */
record LossRows(boolean[] inLoss, boolean[] cut, int[] rows) {

    static LossRows of(RolloutBatch batch) {
        int count = batch.rows();
        boolean[] inLoss = new boolean[count];
        boolean[] cut = new boolean[count];
        int[] rows = new int[count];
        int used = 0;
        for (int row = 0; row < count; row++) {
            inLoss[row] = batch.present()[row]
                    && (batch.terminated()[row] || batch.nextIndex()[row] >= 0 || hasSuccessor(batch, row));
            if (inLoss[row]) {
                rows[used++] = row;
            }
        }
        for (int row = 0; row < count; row++) {
            boolean last = (row + 1) % batch.length() == 0;
            cut[row] = batch.ended(row) || last || !inLoss[row + 1];
        }
        return new LossRows(inLoss, cut, Arrays.copyOf(rows, used));
    }

    private static boolean hasSuccessor(RolloutBatch batch, int row) {
        return (row + 1) % batch.length() != 0 && batch.present()[row + 1] && !batch.starts()[row + 1];
    }

    /** Rows of the batch outside the loss. */
    int masked() {
        return inLoss.length - rows.length;
    }

    /** V′ of every row: 0 where it terminated, V of its next observation if sent, else V of the next row. */
    double[] nextValues(RolloutBatch batch, float[] values, float[] valuesOfNext) {
        double[] next = new double[values.length];
        for (int row : rows) {
            if (batch.terminated()[row]) {
                next[row] = 0;
            } else if (batch.nextIndex()[row] >= 0) {
                next[row] = valuesOfNext[batch.nextIndex()[row]];
            } else {
                next[row] = values[row + 1];
            }
        }
        return next;
    }
}
