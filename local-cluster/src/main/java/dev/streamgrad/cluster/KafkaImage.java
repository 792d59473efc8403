package dev.streamgrad.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Runs the official image of Kafka: variables {@code KAFKA_…} become {@code server.properties}, and the first start formats the storage.
 *
 * @param classPath class path of Kafka
 */
record KafkaImage(Jvm jvm, String classPath) implements ImageRuntime {

    private static final String HEAP = "KAFKA_HEAP_OPTS";
    private static final String PREFIX = "KAFKA_";
    private static final String LOG = "log.dirs";

    @Override
    public Launch prepare(Container container) throws IOException {
        Map<String, String> environment = container.environment();
        Properties properties = new Properties();
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !name.equals(HEAP)) {
                properties.setProperty(property(name), value);
            }
        });
        Path log = Path.of(properties.getProperty(LOG));
        Files.createDirectories(log);
        // Kafka reads a list, so the path is relative to the working directory: the absolute one may contain a comma.
        properties.setProperty(LOG, container.directory().relativize(log).toString());
        Path file = container.directory().resolve("server.properties");
        try (OutputStream stream = Files.newOutputStream(file)) { // escapes to Latin 1, which Kafka reads
            properties.store(stream, container.name());
        }
        List<String> options =
                Arrays.asList(environment.getOrDefault(HEAP, "-Xmx512m").split(" ", -1));
        List<String> format = jvm.command(
                options,
                classPath,
                "kafka.tools.StorageTool",
                List.of("format", "-t", environment.getOrDefault("CLUSTER_ID", ""), "-c", file.toString()));
        boolean formatted = Files.exists(log.resolve("meta.properties"));
        return new Launch(
                formatted ? Optional.empty() : Optional.of(format),
                jvm.command(options, classPath, "kafka.Kafka", List.of(file.toString())),
                Map.of());
    }

    @Override
    public List<String> listens(Container container) {
        return Arrays.stream(container
                        .environment()
                        .getOrDefault("KAFKA_LISTENERS", "")
                        .split(",", -1))
                .filter(listener -> listener.contains("://"))
                .map(listener -> listener.substring(listener.indexOf("://") + "://".length()))
                .map(endpoint -> endpoint.replace(container.service().name() + ":", container.address() + ":"))
                .toList();
    }

    @Override
    public Health health(Container container) {
        String servers = container.service().ports().stream()
                .map(port -> container.endpoint(port.container()))
                .findFirst()
                .orElseGet(() -> listens(container).get(0));
        return new BrokerHealth(servers);
    }

    /** {@code KAFKA_LOG_DIRS} becomes {@code log.dirs}; two underscores become a hyphen, three become an underscore. */
    private static String property(String variable) {
        return variable.substring(PREFIX.length())
                .toLowerCase(Locale.ROOT)
                .replace("___", "\u0000")
                .replace("__", "-")
                .replace('_', '.')
                .replace('\u0000', '_');
    }
}
