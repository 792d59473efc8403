package dev.streamgrad.contract.space;

import java.util.Arrays;

/**
 * A box in R^n, each element between its bounds; bounds may be infinite.
 *
 * @param dtype element type on the wire
 * @param shape dimensions, row-major
 * @param low lower bounds, flattened, one per element
 * @param high upper bounds, flattened, one per element
 */
public record Box(DType dtype, int[] shape, float[] low, float[] high) implements Space {

    /** Rejects bounds that do not fit the shape. */
    public Box {
        if (Arrays.stream(shape).anyMatch(dimension -> dimension < 1)) {
            throw new IllegalArgumentException(
                    "Every dimension of a box must be 1 or more, but its shape is " + Arrays.toString(shape) + ".");
        }
        long elements = Sizes.product(shape);
        Sizes.check("A box of shape " + Arrays.toString(shape), "elements", elements);
        if (low.length != elements || high.length != elements) {
            throw new IllegalArgumentException("A box of shape " + Arrays.toString(shape) + " needs " + elements
                    + " lower and upper bounds, but got " + low.length + " and " + high.length + ".");
        }
        for (int i = 0; i < elements; i++) {
            if (!(low[i] <= high[i])) {
                throw new IllegalArgumentException("Bounds of a box must be ordered, but element " + i + " has "
                        + low[i] + " and " + high[i] + ".");
            }
        }
    }

    /** A one-dimensional float32 box. */
    public static Box of(float[] low, float[] high) {
        return new Box(DType.FLOAT32, new int[] {low.length}, low, high);
    }

    @Override
    public int elements() {
        return low.length;
    }

    @Override
    public int features() {
        return low.length;
    }

    @Override
    public int distributionParameters() {
        return low.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Box box
                && dtype == box.dtype
                && Arrays.equals(shape, box.shape)
                && Arrays.equals(low, box.low)
                && Arrays.equals(high, box.high);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(low) * 31 + Arrays.hashCode(high);
    }
}
