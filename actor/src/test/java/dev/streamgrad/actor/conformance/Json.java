package dev.streamgrad.actor.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds JSON values: bytes become hexadecimal digits, float32 numbers are widened to float64, other numbers stay as they are. */
final class Json {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Json() {}

    /** An object of names and values in turn. */
    static ObjectNode object(@Nullable Object... namesAndValues) {
        ObjectNode object = NODES.objectNode();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.set((String) namesAndValues[i], value(namesAndValues[i + 1]));
        }
        return object;
    }

    static JsonNode value(@Nullable Object value) {
        if (value == null) {
            return NODES.nullNode();
        } else if (value instanceof JsonNode node) {
            return node;
        } else if (value instanceof String text) {
            return NODES.textNode(text);
        } else if (value instanceof Boolean flag) {
            return NODES.booleanNode(flag);
        } else if (value instanceof byte[] bytes) {
            return NODES.textNode(HexFormat.of().formatHex(bytes));
        } else if (value instanceof List<?> list) {
            ArrayNode array = NODES.arrayNode();
            list.forEach(element -> array.add(value(element)));
            return array;
        }
        return numbers(value);
    }

    private static JsonNode numbers(Object value) {
        ArrayNode array = NODES.arrayNode();
        if (value instanceof float[] floats) {
            for (float element : floats) {
                array.add(real(element));
            }
            return array;
        } else if (value instanceof double[] doubles) {
            for (double element : doubles) {
                array.add(real(element));
            }
            return array;
        } else if (value instanceof int[] ints) {
            for (int element : ints) {
                array.add(element);
            }
            return array;
        } else if (value instanceof Long number) {
            return NODES.numberNode(number);
        } else if (value instanceof Integer number) {
            return NODES.numberNode(number);
        }
        return real(((Number) value).doubleValue());
    }

    /** A number, or its name if it is not finite. */
    private static JsonNode real(double value) {
        return Double.isFinite(value) ? NODES.numberNode(value) : NODES.textNode(Double.toString(value));
    }
}
