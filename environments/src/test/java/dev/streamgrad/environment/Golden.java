package dev.streamgrad.environment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * Reads the golden vectors in the test resources. Float32 numbers are printed with the fewest digits that identify them, so they
 * must be parsed as float32.
 */
public final class Golden {

    private Golden() {}

    /** Reads the file of that name. */
    public static JsonNode read(String name) {
        ObjectMapper mapper = new ObjectMapper();
        try (InputStream in = Objects.requireNonNull(
                Golden.class.getResourceAsStream("/golden/" + name + ".json"), "no golden file " + name)) {
            return mapper.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An array of float64 numbers. */
    public static double[] doubles(JsonNode node) {
        double[] values = new double[node.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = node.get(i).asDouble();
        }
        return values;
    }

    /** An array of numbers, each parsed as float32. */
    public static float[] floats(JsonNode node) {
        float[] values = new float[node.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.parseFloat(node.get(i).asText());
        }
        return values;
    }
}
