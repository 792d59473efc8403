package dev.streamgrad.training.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Lists the settings of one spec that differ from another: together with the whole other spec, they define the first. */
public final class SpecDifference {

    private SpecDifference() {}

    /**
     * Such as {@code update.epochs=4 rollouts.lag=1}: every setting of {@code spec} that differs from {@code from}, except the seed and the
     * policy id; empty if none does.
     */
    public static String text(TrainingSpec from, TrainingSpec spec) {
        return text(from, spec, Set.of("policyId", "seed"));
    }

    /** The same for two specs of one policy id, including the seed. */
    public static String underOneName(TrainingSpec from, TrainingSpec spec) {
        return text(from, spec, Set.of("policyId"));
    }

    /** The same without exceptions. */
    public static String complete(TrainingSpec from, TrainingSpec spec) {
        return text(from, spec, Set.of());
    }

    /** The same for two revisions of one policy's spec: all settings except the policy id and the revision. */
    public static String settings(TrainingSpec from, TrainingSpec spec) {
        return text(from, spec, Set.of("policyId", "revision"));
    }

    private static String text(TrainingSpec from, TrainingSpec spec, Set<String> except) {
        Map<String, JsonNode> theirs = leaves(from, except);
        Map<String, JsonNode> own = leaves(spec, except);
        own.entrySet().removeIf(entry -> entry.getValue().equals(theirs.get(entry.getKey())));
        return own.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + value(entry.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static Map<String, JsonNode> leaves(TrainingSpec spec, Set<String> except) {
        ObjectNode tree = (ObjectNode) SpecJson.tree(spec);
        tree.remove(except);
        Map<String, JsonNode> leaves = new LinkedHashMap<>();
        collect("", tree, leaves);
        return leaves;
    }

    private static void collect(String key, JsonNode node, Map<String, JsonNode> leaves) {
        if (node instanceof ObjectNode group && !key.endsWith("Space")) { // a space is one value
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
