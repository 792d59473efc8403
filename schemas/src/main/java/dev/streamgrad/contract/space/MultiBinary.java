package dev.streamgrad.contract.space;

/**
 * n binary values; one byte each on the wire, 0 or 1.
 *
 * @param n number of elements; at least 1
 */
public record MultiBinary(int n) implements Space {

    /** Rejects an empty space. */
    public MultiBinary {
        if (n < 1) {
            throw new IllegalArgumentException("A multi-binary space needs at least one element, but n is " + n + ".");
        }
        Sizes.check("A multi-binary space", "elements", n);
    }

    @Override
    public DType dtype() {
        return DType.UINT8;
    }

    @Override
    public int elements() {
        return n;
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
