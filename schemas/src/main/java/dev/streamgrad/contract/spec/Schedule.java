package dev.streamgrad.contract.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A hyper-parameter that is constant, or decays linearly with the transitions learned from and then stays at a floor.
 *
 * <p>Written {@code 0.001} (constant), {@code linear(0.001)} (to 0 over the spec's total), {@code linear(0.001, 0.0001)} (to a floor) or
 * {@code linear(0.001, 0, 200000)} (with its own horizon).
 *
 * @param initial value at the start
 * @param floor value at the horizon and after; equal to {@code initial} for a constant
 * @param horizon transitions until the floor; 0 for the spec's total
 */
public record Schedule(double initial, double floor, long horizon) {

    private static final Pattern LINEAR = Pattern.compile("linear\\((.*)\\)", Pattern.CASE_INSENSITIVE);
    private static final int MOST_PARTS = 3;

    /** A value that never changes. */
    public static Schedule constant(double value) {
        return new Schedule(value, value, 0);
    }

    /** A linear decay to 0 over the spec's total. */
    public static Schedule linear(double initial) {
        return new Schedule(initial, 0, 0);
    }

    /** Parses the written form. */
    @JsonCreator
    public static Schedule parse(String text) {
        try {
            return read(text);
        } catch (UnreadableValueException e) {
            throw new IllegalArgumentException("'" + text + "' is not a schedule: " + e.advice() + ".", e);
        }
    }

    static Schedule read(String text) throws UnreadableValueException {
        Matcher linear = LINEAR.matcher(text.strip());
        if (!linear.matches()) {
            return constant(Numbers.number(text.strip()));
        }
        String[] parts = linear.group(1).strip().split("\\s*,\\s*", -1);
        if (parts.length > MOST_PARTS) {
            throw new UnreadableValueException(
                    "write linear(START), linear(START, FLOOR) or linear(START, FLOOR, TRANSITIONS)");
        }
        double floor = parts.length > 1 ? Numbers.number(parts[1]) : 0;
        long horizon = parts.length > 2 ? Numbers.whole(parts[2]) : 0;
        if (horizon < 0) {
            throw new UnreadableValueException("its number of transitions, " + horizon + ", must be 0 or more");
        }
        return new Schedule(Numbers.number(parts[0]), floor, horizon);
    }

    /** Reads a constant from a JSON number. */
    @JsonCreator
    public static Schedule of(double value) {
        return constant(value);
    }

    /** Whether the value never changes. */
    public boolean isConstant() {
        return initial == floor;
    }

    /**
     * The value after {@code transitions} have been learned from, the current batch included.
     *
     * @param total the spec's total, used if this schedule has no horizon
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

    /** Adds a fault if the schedule decays and has no end. */
    void check(String key, long total, Faults faults) {
        faults.require(
                isConstant() || horizon > 0 || total != 0,
                key + " is " + written() + ", but the spec has no total; give it a horizon: linear(START, FLOOR,"
                        + " TRANSITIONS).");
    }
}
