package dev.streamgrad.contract.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.space.SpaceNotation;
import dev.streamgrad.contract.spec.SpecOptions.Option;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Parses the text of one setting and puts the value into a spec's tree. */
final class SpecValues {

    private static final Pattern BRACKETED = Pattern.compile("\\[(.*)]|\\((.*)\\)");

    private SpecValues() {}

    /** Puts the value in the canonical form of specs. */
    static void put(ObjectNode parent, Option option, String text) throws UnreadableValueException {
        JsonNode value = value(option, text);
        if (value.isNull()) {
            parent.remove(option.leaf());
        } else {
            parent.set(option.leaf(), value);
        }
    }

    private static JsonNode value(Option option, String text) throws UnreadableValueException {
        Class<?> type = option.type();
        if (type.isEnum()) {
            return TextNode.valueOf(symbol(type, text));
        } else if (type == int.class) {
            return IntNode.valueOf(Numbers.small(text));
        } else if (type == long.class) {
            return LongNode.valueOf(Numbers.whole(text));
        } else if (type == double.class) {
            return DoubleNode.valueOf(Numbers.number(text));
        } else if (type == boolean.class) {
            return BooleanNode.valueOf(flag(text));
        } else if (type == Schedule.class) {
            return TextNode.valueOf(Schedule.read(text).written());
        } else if (type == OptionalDouble.class) {
            return isNone(text) ? NullNode.instance : DoubleNode.valueOf(Numbers.number(text));
        } else if (type == int[].class) {
            return list(text);
        } else if (type == Map.class) {
            return named(text);
        } else if (type == String.class) {
            return TextNode.valueOf(text);
        } else if (type == Space.class) {
            return space(text);
        }
        throw new UnreadableValueException("");
    }

    /** No values. Values are set one by one, each by its own key. */
    private static ObjectNode named(String text) throws UnreadableValueException {
        if (!isNone(text)) {
            throw new UnreadableValueException("set them one by one");
        }
        return JsonNodeFactory.instance.objectNode();
    }

    private static boolean isNone(String text) {
        return text.equalsIgnoreCase("none") || text.equalsIgnoreCase("null");
    }

    /**
     * {@code 64,64}, {@code [64, 64]}, {@code (64, 64)}, {@code 64x64} and {@code 64 64} are the same list; {@code []} and an empty text
     * are the empty list.
     */
    private static ArrayNode list(String text) throws UnreadableValueException {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        var bracketed = BRACKETED.matcher(text);
        String inner =
                bracketed.matches() ? text.substring(1, text.length() - 1).strip() : text;
        if (!inner.isEmpty() && !isNone(inner)) {
            for (String element : inner.split("\\s*[,x]\\s*|\\s+", -1)) {
                array.add(Numbers.small(element));
            }
        }
        return array;
    }

    /** A space, written as Gymnasium does or in JSON. */
    private static JsonNode space(String text) throws UnreadableValueException {
        try {
            return SpecJson.tree(
                    text.startsWith("{") ? SpecJson.space(SpecJson.parse(text)) : SpaceNotation.read(text));
        } catch (InvalidSpecException e) {
            throw new UnreadableValueException("it is not JSON");
        } catch (IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage());
            throw new UnreadableValueException(reason.substring(0, 1).toLowerCase(Locale.ROOT)
                    + reason.substring(1).replaceFirst("\\.$", ""));
        }
    }

    /** The declared name of an enum constant; ignores the case of the text. */
    private static String symbol(Class<?> type, String text) throws UnreadableValueException {
        String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
        if (Arrays.stream(type.getEnumConstants())
                .noneMatch(constant -> ((Enum<?>) constant).name().equals(name))) {
            throw new UnreadableValueException("");
        }
        return name;
    }

    private static boolean flag(String text) throws UnreadableValueException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new UnreadableValueException("");
        };
    }
}
