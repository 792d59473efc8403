package dev.streamgrad.environment;

import dev.streamgrad.contract.spec.Closest;
import dev.streamgrad.contract.spec.InvalidSpecException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The values of an environment's options: those that a training spec sets, and the defaults of the others. Immutable. */
public final class EnvironmentOptions {

    private final Map<String, Object> values;

    private EnvironmentOptions(Map<String, Object> values) {
        this.values = values;
    }

    /**
     * Reads the values that a training spec sets.
     *
     * @param id the environment, for messages
     * @param declared the options of the environment
     * @param set values by name, as written
     * @throws InvalidSpecException if a name is unknown or a value is not accepted; lists all faults
     */
    public static EnvironmentOptions read(String id, List<EnvironmentOption> declared, Map<String, String> set) {
        List<String> names = declared.stream().map(EnvironmentOption::name).toList();
        List<String> faults = new ArrayList<>(set.keySet().stream()
                .filter(name -> !names.contains(name))
                .map(name -> unknown(id, name, declared))
                .toList());
        Map<String, Object> values = new LinkedHashMap<>();
        for (EnvironmentOption option : declared) {
            try {
                values.put(option.name(), option.read(set.getOrDefault(option.name(), option.otherwise())));
            } catch (IllegalArgumentException e) {
                faults.add(String.valueOf(e.getMessage()));
            }
        }
        if (!faults.isEmpty()) {
            throw new InvalidSpecException(faults);
        }
        return new EnvironmentOptions(values);
    }

    private static String unknown(String id, String name, List<EnvironmentOption> declared) {
        String beginning = "environment.options." + name + " is set, but " + id + " has no ";
        if (declared.isEmpty()) {
            return beginning + "options; leave it out.";
        }
        List<String> names = declared.stream().map(EnvironmentOption::name).toList();
        return beginning + "option '" + name + "'."
                + Closest.to(name, names)
                        .map(near -> " Did you mean " + near + "?")
                        .orElse("")
                + " Known: "
                + declared.stream()
                        .map(option -> option.name() + " (default " + option.otherwise() + ")")
                        .collect(Collectors.joining(", "))
                + ".";
    }

    /** The value of an option of kind {@code NUMBER}. */
    public double number(String name) {
        return value(name, Double.class);
    }

    /** The value of an option of kind {@code WHOLE}. */
    public int whole(String name) {
        return value(name, Integer.class);
    }

    /** The value of an option of kind {@code FLAG}. */
    public boolean flag(String name) {
        return value(name, Boolean.class);
    }

    /** The value of an option of kind {@code TEXT}. */
    public String text(String name) {
        return value(name, String.class);
    }

    private <T> T value(String name, Class<T> type) {
        Object value = values.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalStateException("The environment reads its option '" + name + "' as " + type.getSimpleName()
                    + ", but does not declare it as such; correct its EnvironmentEntry.");
        }
        return type.cast(value);
    }
}
