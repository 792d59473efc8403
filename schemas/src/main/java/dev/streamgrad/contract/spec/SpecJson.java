package dev.streamgrad.contract.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.SpecOptions.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Reads and writes the training spec as JSON, such as {@code spec.json} in a run directory. Reading is strict and reports all faults
 * together.
 */
public final class SpecJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /** Maximum number of unknown settings that are named, with suggestions. */
    private static final int MOST_UNKNOWN = 10;

    private SpecJson() {}

    /** The spec as indented JSON. */
    public static String write(TrainingSpec spec) {
        try {
            return MAPPER.writeValueAsString(spec);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Converts a value, such as a space or a preset, into a JSON tree that can be put into a spec. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** An empty tree. */
    public static ObjectNode emptyTree() {
        return MAPPER.createObjectNode();
    }

    /** Parses JSON into a tree. */
    public static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new InvalidSpecException(List.of("The training spec is not JSON: " + e.getOriginalMessage() + "."));
        }
    }

    /** Reads a spec. If it is older than a setting, the setting has the value that applied before it existed. */
    public static TrainingSpec read(JsonNode written) {
        Faults faults = new Faults();
        if (!(written.deepCopy() instanceof ObjectNode tree)) {
            throw new InvalidSpecException(List.of("The training spec is not a JSON object, but " + written + "."));
        }
        List<Option> readable = SpecOptions.all().stream()
                .filter(option -> !SpecOptions.isNoGroup(tree.path(option.group())))
                .toList();
        SpecOptions.all().stream()
                .map(Option::group)
                .distinct()
                .filter(group -> SpecOptions.isNoGroup(tree.path(group)))
                .forEach(group -> faults.add(SpecOptions.noGroup(group, tree.path(group))));
        readable.forEach(option -> complete(tree, option, faults));
        List<String> unknown = unknownKeys(tree, "");
        unknown.stream().limit(MOST_UNKNOWN).map(UnknownSetting::fault).forEach(faults::add);
        faults.require(
                unknown.size() <= MOST_UNKNOWN,
                (unknown.size() - MOST_UNKNOWN) + " more unknown settings are not listed.");
        readable.forEach(option -> check(tree, option, faults));
        faults.throwIfAny();
        try {
            return MAPPER.treeToValue(tree, TrainingSpec.class);
        } catch (JsonProcessingException e) {
            if (e.getCause() instanceof InvalidSpecException invalid) {
                throw invalid;
            }
            throw new InvalidSpecException(
                    List.of("The training spec cannot be read: " + e.getOriginalMessage() + "."));
        }
    }

    /** Reads a spec. */
    public static TrainingSpec read(String json) {
        return read(parse(json));
    }

    private static void complete(ObjectNode tree, Option option, Faults faults) {
        if (tree.at(pointer(option)).isMissingNode()) {
            option.otherwise().ifPresent(value -> SpecOptions.set(tree, option.key(), value, faults));
        }
    }

    private static String pointer(Option option) {
        return "/" + option.key().replace('.', '/');
    }

    private static List<String> unknownKeys(JsonNode node, String prefix) {
        List<String> unknown = new ArrayList<>();
        for (var entry : node.properties()) {
            String key = prefix + entry.getKey();
            boolean option =
                    SpecOptions.all().stream().anyMatch(known -> known.key().equals(key));
            boolean group =
                    SpecOptions.all().stream().anyMatch(known -> known.key().startsWith(key + "."));
            if (group) {
                unknown.addAll(unknownKeys(entry.getValue(), key + "."));
            } else if (!option) {
                unknown.add(key);
            }
        }
        return unknown;
    }

    private static void check(ObjectNode tree, Option option, Faults faults) {
        JsonNode value = tree.at(pointer(option));
        if (value.isMissingNode() || value.isNull()) {
            faults.require(
                    SpecOptions.isOptional(option), option.key() + " is missing; it takes " + option.accepts() + ".");
            return;
        }
        if (option.type() == Space.class && value.isObject()) {
            space(value, option, faults);
            return;
        }
        if (option.type() == Map.class) {
            named(value, option, faults);
            return;
        }
        try {
            SpecValues.put(SpecOptions.parent(tree, option), option, text(option, value));
        } catch (UnreadableValueException e) {
            faults.add(SpecOptions.unreadable(option, value.toString(), e));
        }
    }

    /** Checks values by name; turns numbers and flags into text. */
    private static void named(JsonNode values, Option option, Faults faults) {
        if (!(values instanceof ObjectNode object)) {
            faults.add(option.key() + " is " + values + ", but must be an object of values by name.");
            return;
        }
        for (var entry : object.properties()) {
            JsonNode value = entry.getValue();
            boolean scalar = value.isValueNode() && !value.isNull();
            faults.require(
                    scalar,
                    option.key() + "." + entry.getKey() + " is " + value
                            + ", but must be a text, a number, true or false.");
            entry.setValue(TextNode.valueOf(value.asText()));
        }
    }

    /** The text of a value as on the command line. */
    private static String text(Option option, JsonNode value) throws UnreadableValueException {
        if (!value.isContainerNode()) {
            return value.asText();
        } else if (value.isArray() && option.type() == int[].class) {
            return elements(value);
        }
        throw new UnreadableValueException("");
    }

    private static void space(JsonNode value, Option option, Faults faults) {
        try {
            space(value);
        } catch (IllegalArgumentException e) {
            faults.add(option.key() + " is not a space: " + e.getMessage());
        }
    }

    /**
     * The space that a tree describes.
     *
     * @throws IllegalArgumentException with one sentence if it describes none
     */
    public static Space space(JsonNode tree) {
        try {
            return MAPPER.treeToValue(tree, Space.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage() + ".", e);
        }
    }

    private static String elements(JsonNode array) {
        StringJoiner text = new StringJoiner(",");
        array.forEach(element -> text.add(element.isValueNode() ? element.asText() : element.toString()));
        return text.toString();
    }
}
