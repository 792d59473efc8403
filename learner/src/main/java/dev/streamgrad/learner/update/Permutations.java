package dev.streamgrad.learner.update;

import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import java.util.Arrays;

/** In which order an epoch goes through the rows of the rollout batch. */
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

    /** The rows as they are. */
    static int[] identity(int rows) {
        int[] order = new int[rows];
        Arrays.setAll(order, i -> i);
        return order;
    }
}
