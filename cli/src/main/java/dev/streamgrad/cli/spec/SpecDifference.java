package dev.streamgrad.cli.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What sets one spec apart from another: with the other's whole spec, all of it. */
public final class SpecDifference {

    private SpecDifference() {}

    /** Such as {@code update.epochs=4 rollouts.lag=1}: every field that differs, but the seed and the name. Empty where none does. */
    public static String text(TrainingSpec from, TrainingSpec spec) {
        return text(from, spec, Set.of("policyId", "seed"));
    }

    /** The same of two specs under one name: the seed counts. */
    public static String underOneName(TrainingSpec from, TrainingSpec spec) {
        return text(from, spec, Set.of("policyId"));
    }

    /** The same with nothing left out. */
    public static String complete(TrainingSpec from, TrainingSpec spec) {
        return text(from, spec, Set.of());
    }

    /** The same of two revisions of one policy's spec. */
    public static String settings(TrainingSpec from, TrainingSpec spec) {
        return text(from, spec, Set.of("policyId", "revision"));
    }

    private static String text(TrainingSpec from, TrainingSpec spec, Set<String> apart) {
        Map<String, JsonNode> theirs = leaves(from, apart);
        Map<String, JsonNode> own = leaves(spec, apart);
        own.entrySet().removeIf(entry -> entry.getValue().equals(theirs.get(entry.getKey())));
        return own.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + value(entry.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static Map<String, JsonNode> leaves(TrainingSpec spec, Set<String> apart) {
        ObjectNode tree = (ObjectNode) SpecJson.tree(spec);
        tree.remove(apart);
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
        if (node.isNull()) {
            return "none";
        }
        return node.isTextual() ? node.asText() : node.toString();
    }
}
