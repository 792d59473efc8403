package dev.streamgrad.contract.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** All settings of a training spec, collected from its records by reflection. A setting is declared only once, as a record component. */
public final class SpecOptions {

    /** The values of the setting that holds the options of the environment. */
    static final String NAMED = "values by name: environment.options.NAME=VALUE";

    /** The beginning of the key of one option of the environment. */
    public static final String NAMED_PREFIX = "environment.options.";

    private static final List<Option> ALL = collect(TrainingSpec.class, "");

    private SpecOptions() {}

    /**
     * One setting.
     *
     * @param key dotted path in the spec, such as {@code rollouts.agents}
     * @param type Java type
     * @param description one sentence
     * @param unit empty if it has none
     * @param words the accepted values in words, if neither type nor range gives them; otherwise empty
     * @param range range of its numbers
     * @param otherwise the value for a spec that is older than the setting; empty if every spec must contain the setting
     */
    public record Option(
            String key,
            Class<?> type,
            String description,
            String unit,
            String words,
            Optional<Range> range,
            Optional<String> otherwise) {

        /** The last part of the key. */
        public String leaf() {
            return key.substring(key.lastIndexOf('.') + 1);
        }

        /** The first part of the key, which is the group of settings; empty if the setting is in no group. */
        public String group() {
            return key.substring(0, Math.max(0, key.indexOf('.')));
        }

        /** The keys of the objects of the spec that hold the setting, outermost first. */
        List<String> path() {
            List<String> parts = List.of(key.split("\\."));
            return parts.subList(0, parts.size() - 1);
        }

        /** The accepted values in words. */
        public String accepts() {
            if (!words.isEmpty()) {
                return words;
            } else if (type.isEnum()) {
                return Arrays.stream(type.getEnumConstants())
                        .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
            } else if (type == boolean.class) {
                return "true or false";
            }
            String numbers = range.map(NumberRange::of).map(NumberRange::words).orElse("");
            if (type == int[].class) {
                return "at most " + NetworkSpec.MOST_LAYERS + " whole numbers of " + numbers + ", separated by commas";
            }
            boolean whole = type == int.class || type == long.class;
            String separator = numbers.isEmpty() ? "" : numbers.startsWith("above") ? " " : ", ";
            return (whole ? "a whole number" : "a number") + separator + numbers + more();
        }

        private String more() {
            if (type == OptionalDouble.class) {
                return ", or none";
            }
            return type == Schedule.class ? ", or a schedule such as linear(START, FLOOR) within that" : "";
        }
    }

    /** Every setting, in the order of the spec. */
    public static List<Option> all() {
        return ALL;
    }

    /** Finds the option by its dotted key, or by the last part of the key. Every {@code environment.options.NAME} is one. */
    public static Optional<Option> find(String key) {
        if (key.startsWith(NAMED_PREFIX) && key.length() > NAMED_PREFIX.length()) {
            return Optional.of(new Option(
                    key,
                    String.class,
                    "An option of the environment.",
                    "",
                    "a text",
                    Optional.empty(),
                    Optional.empty()));
        }
        return ALL.stream()
                .filter(option -> option.key().equals(key) || option.leaf().equals(key))
                .findFirst();
    }

    /** Sets a value in a spec's tree; adds what is wrong to {@code faults}. */
    public static void set(ObjectNode tree, String key, String value, Faults faults) {
        Optional<Option> found = find(key);
        if (found.isEmpty()) {
            faults.add(UnknownSetting.fault(key));
            return;
        }
        Option option = found.get();
        JsonNode node = tree;
        StringBuilder path = new StringBuilder();
        for (String name : option.path()) {
            node = node.path(name);
            path.append(path.isEmpty() ? "" : ".").append(name);
            if (isNoGroup(node)) {
                faults.add(noGroup(path.toString(), node));
                return;
            }
        }
        try {
            SpecValues.put(parent(tree, option), option, value.strip());
        } catch (UnreadableValueException e) {
            faults.add(unreadable(option, "'" + value + "'", e));
        }
    }

    /** The object that holds a setting; created if it is missing. */
    static ObjectNode parent(ObjectNode tree, Option option) {
        ObjectNode parent = tree;
        for (String name : option.path()) {
            parent = parent.withObjectProperty(name);
        }
        return parent;
    }

    /** The message for a value that its setting does not accept. */
    static String outOfRange(String key, String value) {
        return key + " is " + value + ", but must be "
                + find(key).map(Option::accepts).orElseThrow() + ".";
    }

    static String unreadable(Option option, String value, UnreadableValueException reason) {
        String message = outOfRange(option.key(), value);
        String why = reason.advice();
        return why.isEmpty() ? message : message.substring(0, message.length() - 1) + "; " + why + ".";
    }

    /** Whether a node is something other than a group of settings. */
    static boolean isNoGroup(JsonNode node) {
        return !node.isMissingNode() && !node.isNull() && !node.isObject();
    }

    static String noGroup(String key, JsonNode node) {
        return key + " is " + node + ", but must be an object of settings.";
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
                        describe.accepts(),
                        Optional.ofNullable(component.getAnnotation(Range.class)),
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
