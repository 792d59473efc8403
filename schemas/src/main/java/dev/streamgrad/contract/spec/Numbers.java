package dev.streamgrad.contract.spec;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Parses numbers in the forms that users write: {@code 10000}, {@code 10_000} and {@code 1e4} are the same whole number. */
final class Numbers {

    private static final Pattern NUMBER =
            Pattern.compile("[+-]?([0-9][0-9_]*\\.?[0-9_]*|\\.[0-9][0-9_]*)([eE][+-]?[0-9]{1,6})?");
    private static final Pattern GROUPED = Pattern.compile("[+-]?[0-9]{1,3}(,[0-9]{3})+(\\.[0-9]+)?");
    private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?[0-9]*,[0-9]+");

    private Numbers() {}

    /** Parses a number; infinite if it is too large for float64. */
    static double number(String text) throws UnreadableValueException {
        return Double.parseDouble(digits(text, false));
    }

    /** Parses a whole number of 64 bits. */
    static long whole(String text) throws UnreadableValueException {
        BigDecimal number = new BigDecimal(digits(text, true));
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            boolean large = number.precision() - number.scale() > 18;
            throw new UnreadableValueException(
                    large
                            ? text + " is beyond " + Long.MIN_VALUE + " … " + Long.MAX_VALUE
                            : text + " is not a whole number");
        }
    }

    /** Parses a whole number of 32 bits. */
    static int small(String text) throws UnreadableValueException {
        long number = whole(text);
        if (number != (int) number) {
            throw new UnreadableValueException(text + " is beyond " + Integer.MIN_VALUE + " … " + Integer.MAX_VALUE);
        }
        return (int) number;
    }

    private static String digits(String text, boolean whole) throws UnreadableValueException {
        if (NUMBER.matcher(text).matches()) {
            return text.replace("_", "");
        } else if (text.isEmpty()) {
            throw new UnreadableValueException("the value is empty");
        } else if (GROUPED.matcher(text).matches()) {
            boolean ambiguous = !whole && text.indexOf(',') == text.lastIndexOf(',') && !text.contains(".");
            throw new UnreadableValueException("write it without commas: " + text.replace(",", "")
                    + (ambiguous ? ", or " + text.replace(',', '.') : ""));
        } else if (!whole && DECIMAL_COMMA.matcher(text).matches()) {
            throw new UnreadableValueException("write the decimal point as a point: " + text.replace(',', '.'));
        }
        throw new UnreadableValueException("'" + text + "' is not a number");
    }
}
