package dev.streamgrad.contract.space;

/**
 * n switches, each 0 or 1; one byte each on the wire.
 *
 * @param n how many; at least 1
 */
public record MultiBinary(int n) implements Space {

    /** Refuses an empty space. */
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
