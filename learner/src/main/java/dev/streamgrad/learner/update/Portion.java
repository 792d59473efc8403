package dev.streamgrad.learner.update;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.streamgrad.learner.loss.Minibatch;

/** Consecutive rows of a minibatch as views that belong to a scratch manager, so that all that is computed from them does too. */
final class Portion {

    private Portion() {}

    static Minibatch of(Minibatch minibatch, long from, long to, NDManager scratch) {
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
