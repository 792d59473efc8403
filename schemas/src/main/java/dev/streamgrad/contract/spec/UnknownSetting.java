package dev.streamgrad.contract.spec;

import dev.streamgrad.contract.spec.SpecOptions.Option;
import java.util.List;
import java.util.Optional;

/**
 * Builds the message for a key that is not a setting. It suggests the setting for another library's name, the settings of a group, or a
 * similar name.
 */
public final class UnknownSetting {

    private static final String ALL = " docs/configuration.md lists all.";

    private UnknownSetting() {}

    /** The message. */
    public static String fault(String key) {
        return "There is no setting '" + key + "'" + advice(key) + ALL;
    }

    private static String advice(String key) {
        Optional<String> elsewhere = ForeignNames.advice(key);
        if (elsewhere.isPresent()) {
            return "; " + elsewhere.get();
        }
        List<String> members = SpecOptions.all().stream()
                .filter(option -> !option.group().isEmpty() && option.group().equals(key))
                .map(Option::key)
                .toList();
        if (!members.isEmpty()) {
            return "; it is the group of " + String.join(", ", members) + ".";
        }
        return nearest(key).map(near -> "; did you mean '" + near + "'?").orElse(".");
    }

    /** Finds the setting whose key, or the last part of whose key, is similar. */
    private static Optional<String> nearest(String key) {
        List<String> keys = SpecOptions.all().stream().map(Option::key).toList();
        List<String> leaves = SpecOptions.all().stream().map(Option::leaf).toList();
        String leaf = key.substring(key.lastIndexOf('.') + 1);
        return Closest.to(leaf, leaves)
                .flatMap(SpecOptions::find)
                .map(Option::key)
                .or(() -> key.contains(".") ? Closest.to(key, keys) : Optional.empty());
    }
}
