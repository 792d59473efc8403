package dev.streamgrad.learner.update;

import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import java.util.Arrays;

/** The order in which an epoch visits the rows of the rollout batch. */
interface Permutations {

    /** The rows 0 … rows−1 in the epoch's order. */
    int[] order(int epoch, int rows);

    /** Unbiased shuffles, a function of seed, version and epoch. */
    static Permutations seeded(long seed, long version) {
        RandomStream random = new RandomStream(seed, Domain.SHUFFLE);
        return (epoch, rows) -> {
            int[] order = identity(rows);
            random.at(epoch, version).shuffle(order);
            return order;
        };
    }

    /** The rows in their original order. */
    static int[] identity(int rows) {
        int[] order = new int[rows];
        Arrays.setAll(order, i -> i);
        return order;
    }
}
