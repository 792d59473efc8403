package dev.streamgrad.contract.space;

import java.util.Arrays;

/**
 * Several discrete values, element i one of 0…n_i−1; one little-endian int32 each on the wire.
 *
 * @param sizes number of values of each element; at least one element, and at least 1 value each
 */
public record MultiDiscrete(int[] sizes) implements Space {

    /** Rejects an empty space. */
    public MultiDiscrete {
        if (sizes.length == 0 || Arrays.stream(sizes).anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException(
                    "A multi-discrete space needs elements of at least one value, but the sizes are "
                            + Arrays.toString(sizes) + ".");
        }
        Sizes.check("A multi-discrete space", "values in all", Sizes.sum(sizes));
    }

    @Override
    public DType dtype() {
        return DType.INT32;
    }

    @Override
    public int elements() {
        return sizes.length;
    }

    @Override
    public int features() {
        return (int) Sizes.sum(sizes);
    }

    @Override
    public int distributionParameters() {
        return features();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MultiDiscrete space && Arrays.equals(sizes, space.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    @Override
    public String toString() {
        return "MultiDiscrete" + Arrays.toString(sizes);
    }
}
