package dev.streamgrad.contract.spec;

import dev.streamgrad.contract.spec.SpecOptions.Option;
import java.util.List;
import java.util.Optional;

/** Says of a key that is no setting's what its writer may have meant: another library's name, a group, or a name that is close. */
public final class UnknownSetting {

    private static final String ALL = " docs/configuration.md lists all.";

    private UnknownSetting() {}

    /** The sentence. */
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

    /** The setting whose key, or whose key's last part, is close to what was written. */
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
