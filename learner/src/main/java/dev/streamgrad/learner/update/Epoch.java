package dev.streamgrad.learner.update;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.streamgrad.contract.spec.AdvantageNormalisation;
import dev.streamgrad.learner.loss.Minibatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One pass over the rows of an update: the rows are permuted once, then cut into minibatches that are views of the permuted columns.
 * If the rows do not divide evenly, the last minibatch is smaller.
 */
final class Epoch {

    /** The number of columns that every minibatch has, besides its advantages. */
    private static final int FIXED = 6;

    private Epoch() {}

    /**
     * The minibatches of one epoch; their arrays belong to {@code manager}.
     *
     * @param inputs the update's rows
     * @param order a permutation of the rows
     * @param size rows per minibatch
     * @param normalisation the rows over which advantages are normalised
     * @param shuffled whether {@code order} may differ from the identity
     */
    static List<Minibatch> minibatches(
            UpdateInputs inputs,
            int[] order,
            int size,
            AdvantageNormalisation normalisation,
            boolean shuffled,
            NDManager manager) {
        NDArray advantages = manager.create(advantages(inputs.advantages(), order, size, normalisation));
        NDList columns = shuffled ? permuted(inputs.rows(), order, manager) : columns(inputs.rows());
        return size >= order.length
                ? List.of(minibatch(inputs.rows(), columns, advantages))
                : cut(inputs.rows(), columns, advantages, order.length, size);
    }

    private static NDList columns(Minibatch rows) {
        NDList columns = new NDList(
                rows.observations(),
                rows.actions(),
                rows.targets(),
                rows.oldLogProbabilities(),
                rows.oldValues(),
                rows.weights());
        return columns.addAll(rows.masks()).addAll(rows.proximal());
    }

    private static NDList permuted(Minibatch rows, int[] order, NDManager manager) {
        NDArray index = manager.create(order);
        NDList permuted = new NDList();
        for (NDArray column : columns(rows)) {
            NDArray selected = column.get(index);
            selected.attach(manager);
            permuted.add(selected);
        }
        return permuted;
    }

    private static List<Minibatch> cut(Minibatch whole, NDList columns, NDArray advantages, int rows, int size) {
        long[] cuts = new long[(rows - 1) / size];
        Arrays.setAll(cuts, i -> (i + 1L) * size);
        List<NDList> pieces =
                columns.stream().map(column -> column.split(cuts, 0)).toList();
        NDList advantagePieces = advantages.split(cuts, 0);
        List<Minibatch> minibatches = new ArrayList<>();
        for (int i = 0; i <= cuts.length; i++) {
            int piece = i;
            NDList part =
                    new NDList(pieces.stream().map(list -> list.get(piece)).toList());
            minibatches.add(minibatch(whole, part, advantagePieces.get(i)));
        }
        return minibatches;
    }

    private static Minibatch minibatch(Minibatch whole, NDList columns, NDArray advantages) {
        int masks = FIXED + whole.masks().size();
        return new Minibatch(
                columns.get(0),
                columns.get(1),
                advantages,
                columns.get(2),
                columns.get(3),
                columns.get(4),
                columns.get(5),
                columns.subNDList(FIXED, masks),
                columns.subNDList(masks));
    }

    private static float[] advantages(double[] raw, int[] order, int size, AdvantageNormalisation normalisation) {
        float[] result = new float[order.length];
        switch (normalisation) {
            case NONE -> {
                for (int i = 0; i < order.length; i++) {
                    result[i] = (float) raw[order[i]];
                }
            }
            case BATCH -> AdvantageNormaliser.normalise(raw, order, 0, order.length, result);
            case MINIBATCH -> {
                for (int from = 0; from < order.length; from += size) {
                    AdvantageNormaliser.normalise(raw, order, from, Math.min(order.length, from + size), result);
                }
            }
        }
        return result;
    }
}
