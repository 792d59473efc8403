package dev.streamgrad.cluster;

import dev.streamgrad.process.KeptFile;
import dev.streamgrad.process.UserException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads the services of a Compose file. Supports variables with defaults, merge keys, and the short syntax that our file uses. */
final class ComposeFile {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(?::-([^}]*))?}");

    private ComposeFile() {}

    /**
     * Reads the services, in the file's order.
     *
     * @param variables values for {@code ${NAME:-default}}, by name
     */
    static List<Service> services(Path file, Map<String, String> variables) {
        String text = interpolated(KeptFile.text(file, "Compose file", "name one with --compose."), variables);
        try {
            Map<?, ?> root = map(new Load(LoadSettings.builder().build()).loadFromString(text));
            List<Service> services = new ArrayList<>();
            map(root.get("services"))
                    .forEach((name, body) -> services.add(service(String.valueOf(name), merged(map(body)))));
            return List.copyOf(services);
        } catch (YamlEngineException e) {
            throw new UserException("The Compose file " + file + " is not valid YAML: " + e.getMessage(), e);
        }
    }

    private static String interpolated(String text, Map<String, String> variables) {
        return VARIABLE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        variables.getOrDefault(found.group(1), Objects.requireNonNullElse(found.group(2), ""))));
    }

    private static Service service(String name, Map<String, Object> body) {
        Map<String, String> environment = new LinkedHashMap<>();
        merged(map(body.get("environment"))).forEach((key, value) -> environment.put(key, String.valueOf(value)));
        Map<String, String> volumes = new LinkedHashMap<>();
        for (String volume : strings(body.get("volumes"))) {
            String[] parts = volume.split(":", -1);
            volumes.put(parts[1], parts[0]);
        }
        Object replicas = map(body.get("deploy")).get("replicas");
        return new Service(
                name,
                String.valueOf(body.get("image")),
                strings(body.get("command")),
                environment,
                replicas instanceof Integer count ? count : 1,
                strings(body.get("ports")).stream().map(ComposeFile::port).toList(),
                volumes,
                map(body.get("depends_on")).keySet().stream()
                        .map(String::valueOf)
                        .toList(),
                String.join(" ", strings(map(body.get("healthcheck")).get("test"))));
    }

    /** Parses {@code ADDRESS:HOST:CONTAINER}. */
    private static Service.PublishedPort port(String written) {
        String[] parts = written.split(":", -1);
        return new Service.PublishedPort(
                Integer.parseInt(parts[parts.length - 2]), Integer.parseInt(parts[parts.length - 1]));
    }

    /** The mapping with the entries of its merge key; its own entries take precedence. */
    private static Map<String, Object> merged(Map<?, ?> mapping) {
        Map<String, Object> all = new LinkedHashMap<>();
        if (mapping.containsKey("<<")) {
            all.putAll(merged(map(mapping.get("<<"))));
        }
        mapping.forEach((key, value) -> {
            if (!"<<".equals(key)) {
                all.put(String.valueOf(key), value);
            }
        });
        return all;
    }

    private static Map<?, ?> map(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof Map<?, ?> mapping ? mapping : Map.of();
    }

    private static List<String> strings(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
