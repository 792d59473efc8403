package dev.streamgrad.learner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamgrad.contract.network.ParameterLayout;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads the golden vectors of the test resources: numbers that the peers' own code computed. */
public final class Golden {

    private Golden() {}

    public static JsonNode file(String name) {
        try (InputStream stream =
                Objects.requireNonNull(Golden.class.getResourceAsStream("/golden/" + name + ".json"), name)) {
            return new ObjectMapper().readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The cases of a file, each shown by its name. */
    public static Stream<Case> cases(String name) {
        return StreamSupport.stream(file(name).get("cases").spliterator(), false)
                .map(Case::new);
    }

    /** One case, shown by its name in a test report. */
    public record Case(JsonNode json) {
        public JsonNode get(String key) {
            return json.get(key);
        }

        @Override
        public String toString() {
            return json.path("name").asText();
        }
    }

    /** All numbers below a node in order, read as float32, as the vectors' conventions require. */
    public static float[] floats(JsonNode node) {
        List<String> texts = new ArrayList<>();
        collect(node, texts);
        float[] values = new float[texts.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.parseFloat(texts.get(i));
        }
        return values;
    }

    public static double[] doubles(JsonNode node) {
        List<String> texts = new ArrayList<>();
        collect(node, texts);
        return texts.stream().mapToDouble(Double::parseDouble).toArray();
    }

    public static boolean[] booleans(JsonNode node) {
        List<String> texts = new ArrayList<>();
        collect(node, texts);
        boolean[] values = new boolean[texts.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Boolean.parseBoolean(texts.get(i)) || texts.get(i).equals("1");
        }
        return values;
    }

    /** Converts [T][N] to the flat index agent · T + t. */
    public static double[] agentMajor(double[] timeMajor, int length, int agents) {
        double[] result = new double[timeMajor.length];
        for (int t = 0; t < length; t++) {
            for (int agent = 0; agent < agents; agent++) {
                result[agent * length + t] = timeMajor[t * agents + agent];
            }
        }
        return result;
    }

    /** Converts named tensors to one flat vector of the learner's layout. */
    public static float[] flat(JsonNode tensors, ParameterLayout layout) {
        float[] flat = new float[layout.size()];
        for (ParameterLayout.Tensor tensor : layout.tensors()) {
            float[] values = floats(tensors.get(tensor.name()));
            System.arraycopy(values, 0, flat, tensor.offset(), tensor.size());
        }
        return flat;
    }

    private static void collect(JsonNode node, List<String> texts) {
        if (node.isArray()) {
            node.forEach(child -> collect(child, texts));
        } else {
            texts.add(node.asText());
        }
    }
}
