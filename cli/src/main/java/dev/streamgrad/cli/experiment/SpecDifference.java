package dev.streamgrad.cli.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What sets one spec apart from another: with the other's whole spec, all of it. */
final class SpecDifference {

    private SpecDifference() {}

    /** Such as {@code update.epochs=4 rollouts.lag=1}: every field that differs, but the seed and the name. Empty where none does. */
    static String text(TrainingSpec from, TrainingSpec spec) {
        Map<String, JsonNode> theirs = leaves(from);
        Map<String, JsonNode> own = leaves(spec);
        own.entrySet().removeIf(entry -> entry.getValue().equals(theirs.get(entry.getKey())));
        return own.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + value(entry.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static Map<String, JsonNode> leaves(TrainingSpec spec) {
        ObjectNode tree = (ObjectNode) SpecJson.tree(spec);
        tree.remove("policyId");
        tree.remove("seed");
        Map<String, JsonNode> leaves = new LinkedHashMap<>();
        collect("", tree, leaves);
        return leaves;
    }

    private static void collect(String key, JsonNode node, Map<String, JsonNode> leaves) {
        if (node instanceof ObjectNode group && !key.endsWith("Space")) { // a space is one thing
            group.properties()
                    .forEach(entry -> collect(
                            key.isEmpty() ? entry.getKey() : key + "." + entry.getKey(), entry.getValue(), leaves));
        } else {
            leaves.put(key, node);
        }
    }

    private static String value(JsonNode node) {
        return node.isTextual() ? node.asText() : node.toString();
    }
}
