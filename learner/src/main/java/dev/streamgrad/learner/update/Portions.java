package dev.streamgrad.learner.update;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** Computes one number per row, a portion of the rows after another, so that what lies between is never in memory for all of them. */
final class Portions {

    private Portions() {}

    /** What is computed of consecutive rows. */
    @FunctionalInterface
    interface Rows {

        /**
         * One number per row.
         *
         * @param from the first row
         * @param to the row after the last
         * @param scratch owns whatever is made on the way
         */
        NDArray of(long from, long to, NDManager scratch);
    }

    /**
     * One number per row, on the heap.
     *
     * @param rows how many
     * @param portion how many at once; 0 for all
     * @param manager on whose device; holds nothing afterwards that it did not before
     */
    static float[] evaluate(int rows, int portion, NDManager manager, Rows values) {
        int size = portion == 0 ? rows : Math.min(rows, portion);
        float[] all = new float[rows];
        for (int from = 0; from < rows; from += size) {
            int to = Math.min(rows, from + size);
            try (NDManager scratch = manager.newSubManager()) {
                System.arraycopy(values.of(from, to, scratch).toFloatArray(), 0, all, from, to - from);
            }
        }
        return all;
    }
}
