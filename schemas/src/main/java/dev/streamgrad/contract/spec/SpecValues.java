package dev.streamgrad.contract.spec;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.spec.SpecOptions.Option;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;

/** Reads one setting's text into a spec's tree. */
final class SpecValues {

    private SpecValues() {}

    /** Puts the value; an {@link IllegalArgumentException} says that it is none. */
    static void put(ObjectNode parent, Option option, String text) {
        String name = option.leaf();
        Class<?> type = option.type();
        if (type.isEnum()) {
            parent.put(name, symbol(type, text));
        } else if (type == int.class) {
            parent.put(name, Integer.parseInt(text.replace("_", "")));
        } else if (type == long.class) {
            parent.put(name, Long.parseLong(text.replace("_", "")));
        } else if (type == double.class) {
            parent.put(name, Double.parseDouble(text));
        } else if (type == boolean.class) {
            parent.put(name, flag(text));
        } else if (type == Schedule.class) {
            parent.put(name, Schedule.parse(text).written());
        } else if (type == OptionalDouble.class) {
            if (text.equals("none")) {
                parent.remove(name);
            } else {
                parent.put(name, Double.parseDouble(text));
            }
        } else if (type == int[].class) {
            ArrayNode array = parent.putArray(name);
            if (!text.isEmpty()) {
                Arrays.stream(text.split("[,x ]+", -1))
                        .mapToInt(Integer::parseInt)
                        .forEach(array::add);
            }
        } else if (type == String.class) {
            parent.put(name, text);
        } else {
            throw new IllegalArgumentException(option.key() + " follows from the environment.");
        }
    }

    /** The declared name of an enum's constant, whatever the case of the text. */
    static String symbol(Class<?> type, String text) {
        String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
        if (Arrays.stream(type.getEnumConstants())
                .noneMatch(constant -> ((Enum<?>) constant).name().equals(name))) {
            throw new IllegalArgumentException(text);
        }
        return name;
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }
}
