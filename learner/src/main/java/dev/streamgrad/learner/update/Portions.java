package dev.streamgrad.learner.update;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.streamgrad.learner.loss.Minibatch;

/** Computes on portions of a batch, one after the other, so that intermediate results are never in memory for all rows. */
final class Portions {

    private Portions() {}

    /** A computation on consecutive rows. */
    @FunctionalInterface
    interface Rows {

        /**
         * One number per row.
         *
         * @param from the first row
         * @param to the row after the last
         * @param scratch owner of the intermediate arrays
         */
        NDArray of(long from, long to, NDManager scratch);
    }

    /**
     * One number per row, on the heap.
     *
     * @param rows the number of rows
     * @param portion the number of rows per portion; 0 for all
     * @param manager determines the device; owns no more arrays afterwards than before
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

    /** Rows {@code from} … {@code to − 1} of a minibatch: views owned by a scratch manager, as are the arrays computed from them. */
    static Minibatch rows(Minibatch minibatch, long from, long to, NDManager scratch) {
        return new Minibatch(
                view(minibatch.observations(), from, to, scratch),
                view(minibatch.actions(), from, to, scratch),
                view(minibatch.advantages(), from, to, scratch),
                view(minibatch.targets(), from, to, scratch),
                view(minibatch.oldLogProbabilities(), from, to, scratch),
                view(minibatch.oldValues(), from, to, scratch),
                view(minibatch.weights(), from, to, scratch),
                views(minibatch.masks(), from, to, scratch),
                views(minibatch.proximal(), from, to, scratch));
    }

    static NDList views(NDList columns, long from, long to, NDManager scratch) {
        return new NDList(
                columns.stream().map(column -> view(column, from, to, scratch)).toList());
    }

    /** Rows {@code from} … {@code to − 1} of a column. */
    static NDArray view(NDArray column, long from, long to, NDManager scratch) {
        NDArray view = from == 0 && to == column.getShape().get(0)
                ? column.reshape(column.getShape())
                : column.get(new NDIndex(from + ":" + to));
        view.attach(scratch);
        return view;
    }
}
