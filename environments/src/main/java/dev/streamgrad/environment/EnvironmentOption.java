package dev.streamgrad.environment;

import java.util.Locale;

/**
 * An option that an environment declares. Users set it with {@code --set environment.options.NAME=VALUE}.
 *
 * @param name its name: letters, digits and underscores
 * @param kind the values that it accepts
 * @param otherwise the value that applies if it is not set
 * @param description one sentence
 */
public record EnvironmentOption(String name, Kind kind, String otherwise, String description) {

    /** The values that an option accepts. */
    public enum Kind {
        /** A finite number. */
        NUMBER,
        /** A whole number of 32 bits. */
        WHOLE,
        /** True or false. */
        FLAG,
        /** Any text. */
        TEXT
    }

    /** Checks the default. */
    public EnvironmentOption {
        read(name, kind, otherwise);
    }

    /** An option that is a finite number. */
    public static EnvironmentOption number(String name, double otherwise, String description) {
        return new EnvironmentOption(name, Kind.NUMBER, Double.toString(otherwise), description);
    }

    /** An option that is a whole number. */
    public static EnvironmentOption whole(String name, int otherwise, String description) {
        return new EnvironmentOption(name, Kind.WHOLE, Integer.toString(otherwise), description);
    }

    /** An option that is true or false. */
    public static EnvironmentOption flag(String name, boolean otherwise, String description) {
        return new EnvironmentOption(name, Kind.FLAG, Boolean.toString(otherwise), description);
    }

    /** An option that is a text. */
    public static EnvironmentOption text(String name, String otherwise, String description) {
        return new EnvironmentOption(name, Kind.TEXT, otherwise, description);
    }

    /**
     * Reads a value of this option.
     *
     * @return a Double, Integer, Boolean or String, according to the kind
     * @throws IllegalArgumentException if this option does not accept the text
     */
    Object read(String text) {
        return read(name, kind, text);
    }

    private static Object read(String name, Kind kind, String text) {
        try {
            return switch (kind) {
                case NUMBER -> finite(Double.parseDouble(text));
                case WHOLE -> Integer.parseInt(text);
                case FLAG -> flag(text);
                case TEXT -> text;
            };
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "environment.options." + name + " is '" + text + "', but must be " + words(kind) + ".", e);
        }
    }

    private static double finite(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("not finite");
        }
        return number;
    }

    private static boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("no flag");
        };
    }

    private static String words(Kind kind) {
        return switch (kind) {
            case NUMBER -> "a number";
            case WHOLE -> "a whole number";
            case FLAG -> "true or false";
            case TEXT -> "a text";
        };
    }
}
