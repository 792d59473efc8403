package dev.streamgrad.contract.spec;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Maps names of settings in Stable-Baselines3, its zoo, CleanRL, RLlib and Gymnasium to the settings of this project. */
public final class ForeignNames {

    private static final Map<String, String> BY_NAME = read();

    private ForeignNames() {}

    /** What to write here, by the other library's name in lower case. */
    public static Map<String, String> all() {
        return BY_NAME;
    }

    /** Returns advice with the setting to use; empty for a name that no other library has. */
    static Optional<String> advice(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT).replace('-', '_')))
                .map(own -> "here it is " + own + ".");
    }

    private static Map<String, String> read() {
        Properties properties = new Properties();
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(ForeignNames.class.getResourceAsStream("foreign-names.properties")),
                StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Collections.unmodifiableMap(properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, properties::getProperty, (one, other) -> one, TreeMap::new)));
    }
}
