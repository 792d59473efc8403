package dev.streamgrad.contract.space;

/**
 * The integers 0…n−1; one little-endian int32 on the wire.
 *
 * @param n number of values; at least 1
 */
public record Discrete(int n) implements Space {

    /** Rejects an empty space. */
    public Discrete {
        if (n < 1) {
            throw new IllegalArgumentException("A discrete space needs at least one value, but n is " + n + ".");
        }
        Sizes.check("A discrete space", "values", n);
    }

    @Override
    public DType dtype() {
        return DType.INT32;
    }

    @Override
    public int elements() {
        return 1;
    }

    @Override
    public int features() {
        return n;
    }

    @Override
    public int distributionParameters() {
        return n;
    }
}
