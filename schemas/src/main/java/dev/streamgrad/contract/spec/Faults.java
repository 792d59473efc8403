package dev.streamgrad.contract.spec;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong with a spec, so that a user hears of all faults at once. */
public final class Faults {

    private final List<String> messages = new ArrayList<>();

    /** Notes {@code message} unless {@code holds}. */
    public void require(boolean holds, String message) {
        if (!holds) {
            messages.add(message);
        }
    }

    /** Requires {@code low <= value <= high}; NaN fails. */
    public void requireBetween(String key, double value, double low, double high) {
        require(
                value >= low && value <= high,
                key + " is " + trim(value) + ", but must be between " + trim(low) + " and " + trim(high) + ".");
    }

    /** Requires {@code value >= low}; NaN and infinities fail. */
    public void requireAtLeast(String key, double value, double low) {
        require(
                value >= low && value < Double.POSITIVE_INFINITY,
                key + " is " + trim(value) + ", but must be at least " + trim(low) + ".");
    }

    /** Requires a finite {@code value > 0}. */
    public void requirePositive(String key, double value) {
        require(value > 0 && value < Double.POSITIVE_INFINITY, key + " is " + trim(value) + ", but must be above 0.");
    }

    /** Notes a fault. */
    public void add(String message) {
        messages.add(message);
    }

    /** All faults so far, in the order in which they were found. */
    public List<String> messages() {
        return List.copyOf(messages);
    }

    /** Throws if anything is wrong. */
    public void throwIfAny() {
        if (!messages.isEmpty()) {
            throw new InvalidSpecException(messages);
        }
    }

    private static String trim(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
