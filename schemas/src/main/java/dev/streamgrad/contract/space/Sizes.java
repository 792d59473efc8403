package dev.streamgrad.contract.space;

import java.util.Arrays;

/**
 * Size arithmetic on untrusted dimensions. It uses longs, so that it cannot overflow, and checks sizes against
 * {@link Space#MOST_NUMBERS}.
 */
final class Sizes {

    private Sizes() {}

    /** The product of dimensions of at least 1. It stops multiplying once the product exceeds the limit. */
    static long product(int[] dimensions) {
        long product = 1;
        for (int dimension : dimensions) {
            product = product > Space.MOST_NUMBERS ? product : product * dimension;
        }
        return product;
    }

    /** The sum. It cannot overflow: 2^31 numbers below 2^31 each fit into a long. */
    static long sum(int[] sizes) {
        return Arrays.stream(sizes).asLongStream().sum();
    }

    /** Rejects a size above the limit. */
    static void check(String space, String what, long size) {
        if (size > Space.MOST_NUMBERS) {
            throw new IllegalArgumentException(space + " has " + size + " " + what + ", but may have at most "
                    + Space.MOST_NUMBERS + "; use a smaller space.");
        }
    }
}
