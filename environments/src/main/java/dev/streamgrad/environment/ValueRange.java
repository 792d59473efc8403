package dev.streamgrad.environment;

import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.DType;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.MultiBinary;
import dev.streamgrad.contract.space.MultiDiscrete;
import dev.streamgrad.contract.space.Space;

/**
 * The numbers that a value of a space may consist of. The bounds of a box of float32 are not among the rules: its numbers must be finite,
 * since an environment may leave its own bounds by a rounding error.
 */
final class ValueRange {

    private static final float UINT8 = 255;
    private static final float INT32 = 1 << 24; // beyond it, a float does not hold every whole number

    private final boolean whole;
    private final float low;
    private final float[] high;

    private ValueRange(boolean whole, float low, float... high) {
        this.whole = whole;
        this.low = low;
        this.high = high;
    }

    static ValueRange of(Space space) {
        if (space instanceof Discrete discrete) {
            return new ValueRange(true, 0, discrete.n() - 1);
        } else if (space instanceof MultiDiscrete several) {
            float[] largest = new float[several.sizes().length];
            for (int i = 0; i < largest.length; i++) {
                largest[i] = several.sizes()[i] - 1;
            }
            return new ValueRange(true, 0, largest);
        } else if (space instanceof MultiBinary) {
            return new ValueRange(true, 0, 1);
        } else if (((Box) space).dtype() == DType.UINT8) {
            return new ValueRange(true, 0, UINT8);
        } else if (((Box) space).dtype() == DType.INT32) {
            return new ValueRange(true, -INT32, INT32);
        }
        return new ValueRange(false, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
    }

    /** The index of the first element that is not allowed, counted from {@code at}; −1 if there is none. */
    int firstFault(float[] values, int at, int elements) {
        return whole ? firstOutside(values, at, elements) : firstInfinite(values, at, elements);
    }

    private int firstOutside(float[] values, int at, int elements) {
        for (int i = 0; i < elements; i++) {
            float value = values[at + i];
            boolean inside = value >= low && value <= largest(i); // false for NaN
            if (!inside || value != (int) value) {
                return i;
            }
        }
        return -1;
    }

    private static int firstInfinite(float[] values, int at, int elements) {
        for (int i = at; i < at + elements; i++) {
            if (!Float.isFinite(values[i])) {
                return i - at;
            }
        }
        return -1;
    }

    /** What element {@code i} must be. */
    String words(int i) {
        return whole ? "one of " + (int) low + " … " + (int) largest(i) : "a finite number";
    }

    private float largest(int i) {
        return high.length == 1 ? high[0] : high[i];
    }
}
