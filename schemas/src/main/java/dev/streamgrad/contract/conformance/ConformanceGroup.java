package dev.streamgrad.contract.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The cases of one subject, such as {@code partitions}. Each group has two files: {@code cases/NAME.json} with the inputs and {@code
 * expected/NAME.json} with an output per case. An actor writes its own outputs in the form of the second file.
 *
 * @param name the name of its files, without the extension
 * @param tolerances by field of an output, how far its numbers may differ, relative to the larger of 1 and the expected number; fields
 *     without a tolerance must be equal
 * @param expected the expected output of every case
 */
public record ConformanceGroup(String name, Map<String, Double> tolerances, Map<String, JsonNode> expected) {

    /** The names of all groups. */
    public static final List<String> NAMES = List.of(
            "headers",
            "keys",
            "partitions",
            "encoding",
            "decoding",
            "specs",
            "blocks",
            "policies",
            "lineages",
            "ends",
            "claims",
            "resuming",
            "replaying",
            "features",
            "networks",
            "distributions",
            "transforms",
            "random",
            "sampling",
            "acting");

    private static final String FOLDER = "/dev/streamgrad/contract/conformance/";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /** Reads a group from the class path. */
    public static ConformanceGroup read(String name) {
        Map<String, Double> tolerances = new LinkedHashMap<>();
        for (var tolerance : resource("cases/" + name).path("tolerances").properties()) {
            tolerances.put(tolerance.getKey(), tolerance.getValue().doubleValue());
        }
        Map<String, JsonNode> expected = new LinkedHashMap<>();
        for (var output : resource("expected/" + name).properties()) {
            expected.put(output.getKey(), output.getValue());
        }
        return new ConformanceGroup(name, tolerances, expected);
    }

    /**
     * Compares an actor's outputs with the expected ones.
     *
     * @param written the text of the actor's file; empty if the actor wrote none
     * @return a result per case, in the order of the cases, then one per output that belongs to no case
     */
    public List<CaseResult> compare(Optional<String> written) {
        Optional<JsonNode> outputs = written.flatMap(ConformanceGroup::parse);
        List<CaseResult> results = new ArrayList<>();
        for (Map.Entry<String, JsonNode> output : expected.entrySet()) {
            results.add(compare(output.getKey(), output.getValue(), written, outputs));
        }
        TreeSet<String> unknown = new TreeSet<>();
        outputs.ifPresent(tree -> tree.fieldNames().forEachRemaining(unknown::add));
        unknown.removeAll(expected.keySet());
        for (String other : unknown) {
            results.add(new CaseResult(
                    name, other, CaseResult.Verdict.UNKNOWN, "There is no such case in cases/" + name + ".json."));
        }
        return results;
    }

    private CaseResult compare(String output, JsonNode wanted, Optional<String> written, Optional<JsonNode> outputs) {
        if (written.isEmpty()) {
            return missing(output, "There is no file " + name + ".json.");
        }
        if (outputs.isEmpty()) {
            return missing(output, "The file " + name + ".json is not a JSON object.");
        }
        JsonNode actual = outputs.get().path(output);
        if (actual.isMissingNode()) {
            return missing(output, "The file " + name + ".json has no output of this case.");
        }
        Comparison comparison = new Comparison(tolerances);
        comparison.compare(wanted, actual);
        return new CaseResult(
                name,
                output,
                comparison.differs() ? CaseResult.Verdict.DIFFERS : CaseResult.Verdict.PASSED,
                comparison.text());
    }

    private CaseResult missing(String output, String why) {
        return new CaseResult(name, output, CaseResult.Verdict.MISSING, why);
    }

    private static Optional<JsonNode> parse(String text) {
        try {
            return Optional.of(MAPPER.readTree(text)).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static JsonNode resource(String file) {
        try (InputStream stream = ConformanceGroup.class.getResourceAsStream(FOLDER + file + ".json")) {
            if (stream == null) {
                throw new IllegalStateException("The file " + FOLDER + file + ".json is missing from the class path.");
            }
            return MAPPER.readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
