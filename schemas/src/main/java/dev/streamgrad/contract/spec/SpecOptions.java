package dev.streamgrad.contract.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.space.Space;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** All settings of a training spec, read off its records: the one place where a setting is declared is its record component. */
public final class SpecOptions {

    private static final List<Option> ALL = collect(TrainingSpec.class, "");

    private SpecOptions() {}

    /**
     * One setting.
     *
     * @param key dotted path in the spec, such as {@code rollouts.agents}
     * @param type Java type
     * @param description one sentence
     * @param unit empty where it has none
     * @param range accepted values in words; empty where the type says it
     * @param otherwise what holds where a spec does not say; empty where it must
     */
    public record Option(
            String key, Class<?> type, String description, String unit, String range, Optional<String> otherwise) {

        /** The last part of the key. */
        public String leaf() {
            return key.substring(key.lastIndexOf('.') + 1);
        }

        /** The first part of the key, the group of settings; empty where the setting is in none. */
        public String group() {
            return key.substring(0, Math.max(0, key.indexOf('.')));
        }

        /** What may be written, in words. */
        public String accepts() {
            if (type.isEnum()) {
                return String.join(
                        ", ",
                        Arrays.stream(type.getEnumConstants())
                                .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                                .toList());
            } else if (!range.isEmpty()) {
                return range;
            } else if (type == boolean.class) {
                return "true or false";
            } else if (type == int[].class) {
                return "whole numbers, separated by commas";
            } else if (type == String.class || Space.class.isAssignableFrom(type)) {
                return "";
            }
            return "a number";
        }
    }

    /** Every setting, in the order of the spec. */
    public static List<Option> all() {
        return ALL;
    }

    /** The option of a dotted key, or of its last part. */
    public static Optional<Option> find(String key) {
        return ALL.stream()
                .filter(option -> option.key().equals(key) || option.leaf().equals(key))
                .findFirst();
    }

    /** The known key that is most like an unknown one. */
    public static String nearest(String key) {
        String leaf = key.substring(key.lastIndexOf('.') + 1);
        return ALL.stream()
                .min(Comparator.comparingInt(option ->
                        Math.min(EditDistance.between(option.leaf(), leaf), EditDistance.between(option.key(), key))))
                .map(Option::key)
                .orElseThrow();
    }

    /** Writes {@code KEY=VALUE} into a spec's tree; what is wrong goes to {@code faults}. */
    public static void set(ObjectNode tree, String key, String value, Faults faults) {
        Optional<Option> found = find(key);
        if (found.isEmpty()) {
            faults.add("There is no setting '" + key + "'; did you mean '" + nearest(key)
                    + "'? docs/configuration.md lists all.");
            return;
        }
        Option option = found.get();
        if (isNoGroup(tree.path(option.group()))) {
            faults.add(noGroup(option.group(), tree));
            return;
        }
        ObjectNode parent = option.group().isEmpty() ? tree : tree.withObjectProperty(option.group());
        try {
            SpecValues.put(parent, option, value.strip());
        } catch (IllegalArgumentException e) {
            faults.add(option.key() + " is '" + value + "', but must be " + option.accepts() + ".");
        }
    }

    /** Whether something else stands where settings should. */
    static boolean isNoGroup(JsonNode node) {
        return !node.isMissingNode() && !node.isNull() && !node.isObject();
    }

    static String noGroup(String group, JsonNode tree) {
        return group + " is " + tree.path(group) + ", but must be an object of settings.";
    }

    private static List<Option> collect(Class<?> type, String prefix) {
        List<Option> options = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Describe describe = component.getAnnotation(Describe.class);
            String key = prefix + component.getName();
            if (describe != null) {
                options.add(new Option(
                        key,
                        component.getType(),
                        describe.value(),
                        describe.unit(),
                        describe.range(),
                        Arrays.stream(describe.otherwise()).findFirst()));
            } else {
                options.addAll(collect(component.getType(), key + "."));
            }
        }
        return List.copyOf(options);
    }

    static boolean isOptional(Option option) {
        return option.type() == OptionalDouble.class;
    }
}
