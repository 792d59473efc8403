package dev.streamgrad.contract.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.SpecOptions.Option;
import java.util.List;
import java.util.Optional;

/** The training spec as JSON: {@code spec.json} in a run directory. Reading is strict and reports all faults together. */
public final class SpecJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private SpecJson() {}

    /** The spec as indented JSON. */
    public static String write(TrainingSpec spec) {
        try {
            return MAPPER.writeValueAsString(spec);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The tree of a spec, as a space of a registered environment or a preset is put into it. */
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
            throw new InvalidSpecException(List.of("The training spec is no JSON: " + e.getOriginalMessage() + "."));
        }
    }

    /** Reads a spec; one that is older than a setting gets the value that held before there was the setting. */
    public static TrainingSpec read(JsonNode written) {
        Faults faults = new Faults();
        JsonNode tree = written.deepCopy();
        if (!(tree instanceof ObjectNode)) {
            throw new InvalidSpecException(List.of("The training spec is no JSON object, but " + tree + "."));
        }
        List<Option> readable = SpecOptions.all().stream()
                .filter(option -> !SpecOptions.isNoGroup(tree.path(option.group())))
                .toList();
        SpecOptions.all().stream()
                .map(Option::group)
                .distinct()
                .filter(group -> SpecOptions.isNoGroup(tree.path(group)))
                .forEach(group -> faults.add(SpecOptions.noGroup(group, tree)));
        readable.forEach(option -> complete(tree, option, faults));
        unknownKeys(tree, "", faults);
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

    private static void complete(JsonNode tree, Option option, Faults faults) {
        if (tree instanceof ObjectNode object && tree.at(pointer(option)).isMissingNode()) {
            option.otherwise().ifPresent(value -> SpecOptions.set(object, option.key(), value, faults));
        }
    }

    private static String pointer(Option option) {
        return "/" + option.key().replace('.', '/');
    }

    private static void unknownKeys(JsonNode node, String prefix, Faults faults) {
        for (var entry : node.properties()) {
            String key = prefix + entry.getKey();
            boolean option =
                    SpecOptions.all().stream().anyMatch(known -> known.key().equals(key));
            boolean group =
                    SpecOptions.all().stream().anyMatch(known -> known.key().startsWith(key + "."));
            if (group) {
                unknownKeys(entry.getValue(), key + ".", faults);
            } else if (!option) {
                faults.add("There is no setting '" + key + "'; did you mean '" + SpecOptions.nearest(key) + "'?");
            }
        }
    }

    private static void check(JsonNode tree, Option option, Faults faults) {
        JsonNode value = tree.at(pointer(option));
        if (value.isMissingNode() || value.isNull()) {
            faults.require(
                    SpecOptions.isOptional(option), option.key() + " is missing; it takes " + option.accepts() + ".");
            return;
        }
        if (Space.class.isAssignableFrom(option.type())) {
            space(value, option, faults);
            return;
        }
        Optional<String> text = value.isArray() ? elements(value) : Optional.of(value.asText());
        try {
            SpecValues.put(emptyTree(), option, text.orElseThrow(IllegalArgumentException::new));
        } catch (IllegalArgumentException e) {
            faults.add(option.key() + " is " + value + ", but must be " + option.accepts() + ".");
        }
    }

    private static void space(JsonNode value, Option option, Faults faults) {
        try {
            MAPPER.treeToValue(value, Space.class);
        } catch (JsonProcessingException e) {
            faults.add(option.key() + " is no space: " + e.getOriginalMessage() + ".");
        }
    }

    private static Optional<String> elements(JsonNode array) {
        StringBuilder text = new StringBuilder();
        for (JsonNode element : array) {
            text.append(text.isEmpty() ? "" : ",").append(element.asText());
        }
        return Optional.of(text.toString());
    }
}
