package dev.streamgrad.contract.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Compares one output with the expected one. Every expected field must be there; further fields of the output are ignored. Whole numbers
 * are compared as such, other numbers as float64.
 */
final class Comparison {

    private static final int LONGEST = 80;

    private final Map<String, Double> tolerances;
    private Optional<String> difference = Optional.empty();
    private double largest;

    Comparison(Map<String, Double> tolerances) {
        this.tolerances = tolerances;
    }

    void compare(JsonNode expected, JsonNode actual) {
        compare("", 0, expected, actual);
    }

    boolean differs() {
        return difference.isPresent();
    }

    /** The first difference, or the largest one within the tolerance; empty if the outputs are equal. */
    String text() {
        return difference.orElseGet(() -> largest > 0 ? "Differs by at most " + number(largest) + "." : "");
    }

    private void compare(String at, double tolerance, JsonNode expected, JsonNode actual) {
        if (differs()) {
            return;
        }
        if (expected.isObject() && actual.isObject()) {
            for (var field : expected.properties()) {
                String name = field.getKey();
                double own = tolerances.getOrDefault(name, tolerance);
                compare(at.isEmpty() ? name : at + "." + name, own, field.getValue(), actual.path(name));
            }
        } else if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
            for (int i = 0; i < expected.size(); i++) {
                compare(at + "[" + i + "]", tolerance, expected.get(i), actual.get(i));
            }
        } else if ((isReal(expected) && actual.isNumber()) || (expected.isNumber() && isReal(actual))) {
            numbers(at, tolerance, expected.doubleValue(), actual.doubleValue());
        } else if (!expected.equals(actual) && !areEqualIntegers(expected, actual)) {
            differ(at, expected, actual);
        }
    }

    private static boolean isReal(JsonNode node) {
        return node.isNumber() && !node.isIntegralNumber();
    }

    private static boolean areEqualIntegers(JsonNode one, JsonNode other) {
        return one.isIntegralNumber()
                && other.isIntegralNumber()
                && one.bigIntegerValue().equals(other.bigIntegerValue());
    }

    private void numbers(String at, double tolerance, double expected, double actual) {
        double apart = Math.abs(expected - actual) / Math.max(1, Math.abs(expected));
        if (apart <= tolerance) {
            largest = Math.max(largest, apart);
            return;
        }
        difference = Optional.of(at + " is " + actual + ", but must be " + expected
                + (tolerance > 0 ? " within " + number(tolerance) + "; it differs by " + number(apart) : "") + ".");
    }

    private void differ(String at, JsonNode expected, JsonNode actual) {
        String place = at.isEmpty() ? "The output" : at;
        difference = Optional.of(
                actual.isMissingNode()
                        ? place + " is missing, but must be " + shortened(expected) + "."
                        : place + " is " + shortened(actual) + ", but must be " + shortened(expected) + "."
                                + sizes(expected, actual));
    }

    private static String sizes(JsonNode expected, JsonNode actual) {
        if (expected.isArray() && actual.isArray()) {
            return " It has " + actual.size() + " elements instead of " + expected.size() + ".";
        }
        if (expected.isTextual() && actual.isTextual()) {
            String wanted = expected.textValue();
            String got = actual.textValue();
            int same = 0;
            while (same < Math.min(wanted.length(), got.length()) && wanted.charAt(same) == got.charAt(same)) {
                same++;
            }
            return " They differ from character " + same + " on (lengths " + got.length() + " and " + wanted.length()
                    + ").";
        }
        return "";
    }

    private static String shortened(JsonNode value) {
        String text = value.toString();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2g", value);
    }
}
