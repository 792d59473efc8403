package dev.streamgrad.learner.update;

import dev.streamgrad.learner.rollout.RolloutBatch;
import java.util.Arrays;

/**
 * Selects the rows of a batch that an update can use, and the value that each of them bootstraps from.
 *
 * <p>A present row is in the loss if its continuation is known: it terminated; or its next observation was sent; or the next row is
 * present and continues its episode. Otherwise (the next row is missing, or begins another episode because this one was abandoned) the row
 * is left out of the loss; the row before it then bootstraps from this row's own observation, and its trace ends there.
 *
 * @param inLoss per row of the batch: whether it is in the loss
 * @param cut per row of the batch: whether its trace ends after it
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

    /** The number of rows of the batch outside the loss. */
    int masked() {
        return inLoss.length - rows.length;
    }

    /** V′ of every row in the loss: 0 if it terminated, V of its next observation if that was sent, else V of the next row. */
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
