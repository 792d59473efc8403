package dev.streamgrad.contract.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A hyper-parameter that may decay linearly with the transitions learned from, to a floor, and then holds.
 *
 * <p>Written {@code 0.001} (constant), {@code linear(0.001)} (to 0 over the spec's total), {@code linear(0.001, 0.0001)}
 * (to a floor) or {@code linear(0.001, 0, 200000)} (over a horizon of its own).
 *
 * @param initial value at the start
 * @param floor value at the horizon and after; equal to {@code initial} for a constant
 * @param horizon transitions until the floor; 0 stands for the spec's total
 */
public record Schedule(double initial, double floor, long horizon) {

    private static final Pattern LINEAR =
            Pattern.compile("linear\\(\\s*([^,\\s]+)\\s*(?:,\\s*([^,\\s]+)\\s*)?(?:,\\s*([0-9_]+)\\s*)?\\)");

    /** A value that never changes. */
    public static Schedule constant(double value) {
        return new Schedule(value, value, 0);
    }

    /** A linear decay to 0 over the spec's total. */
    public static Schedule linear(double initial) {
        return new Schedule(initial, 0, 0);
    }

    /** Reads the written form. */
    @JsonCreator
    public static Schedule parse(String text) {
        String trimmed = text.strip();
        Matcher linear = LINEAR.matcher(trimmed);
        try {
            if (linear.matches()) {
                double floor = linear.group(2) == null ? 0 : Double.parseDouble(linear.group(2));
                long horizon = linear.group(3) == null
                        ? 0
                        : Long.parseLong(linear.group(3).replace("_", ""));
                return new Schedule(Double.parseDouble(linear.group(1)), floor, horizon);
            }
            return constant(Double.parseDouble(trimmed));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a schedule; write a number, or linear(START), linear(START, FLOOR) or"
                            + " linear(START, FLOOR, TRANSITIONS).",
                    e);
        }
    }

    /** Reads a constant from a JSON number. */
    @JsonCreator
    public static Schedule of(double value) {
        return constant(value);
    }

    /** Whether the value stays as it is. */
    public boolean isConstant() {
        return initial == floor;
    }

    /**
     * The value once {@code transitions} have been learned from, the current batch included.
     *
     * @param total the spec's total, used where this schedule has no horizon of its own
     */
    public double at(long transitions, long total) {
        if (isConstant()) {
            return initial;
        }
        long end = horizon > 0 ? horizon : total;
        double remaining = 1.0 - (double) transitions / end;
        return remaining <= 0 ? floor : floor + (initial - floor) * remaining;
    }

    /** The written form; the inverse of {@link #parse}. */
    @JsonValue
    public String written() {
        if (isConstant()) {
            return Double.toString(initial);
        }
        return "linear(" + initial + ", " + floor + (horizon > 0 ? ", " + horizon : "") + ")";
    }

    void check(String key, double low, double high, long total, Faults faults) {
        faults.requireBetween(key, initial, low, high);
        faults.requireBetween(key, floor, low, high);
        faults.require(
                isConstant() || horizon > 0 || total > 0,
                key + " is " + written() + ", but the spec has no total; give it a horizon: linear(START, FLOOR,"
                        + " TRANSITIONS).");
    }
}
