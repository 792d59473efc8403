package dev.streamgrad.contract.spec;

/**
 * An interval of finite numbers.
 *
 * @param from lower end; infinite for none
 * @param to upper end; infinite for none
 * @param above whether the lower end is excluded
 * @param below whether the upper end is excluded
 * @param single whether the numbers are used in float32
 */
record NumberRange(double from, double to, boolean above, boolean below, boolean single) {

    static NumberRange of(Range range) {
        return new NumberRange(range.from(), range.to(), range.above(), range.below(), range.single());
    }

    boolean holds(double value) {
        return Double.isFinite(value) && (above ? value > from : value >= from) && (below ? value < to : value <= to);
    }

    /** The range in words, such as {@code 0 … below 1} or {@code above 0}; empty if every finite number is accepted. */
    String words() {
        if (Double.isInfinite(from) && Double.isInfinite(to)) {
            return "";
        }
        String low = (above ? "above " : "") + number(from);
        if (Double.isInfinite(to)) {
            return above ? low : low + " or more";
        }
        return low + " … " + (below ? "below " : "") + number(to);
    }

    /** Formats a number, a whole number without a fraction. */
    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
