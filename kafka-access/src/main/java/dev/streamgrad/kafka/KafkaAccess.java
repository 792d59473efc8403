package dev.streamgrad.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * Access to a Kafka cluster. Simulators, job and command line use the same client properties, from one file.
 *
 * @param properties client properties; at least {@code bootstrap.servers}
 * @param patience how long to wait for an answer
 */
public record KafkaAccess(Map<String, String> properties, Duration patience) {

    /** The only required property. */
    public static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

    private static final Duration ONE_REQUEST = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** Copies the properties. */
    public KafkaAccess {
        properties = Map.copyOf(properties);
    }

    /** Waits for {@link Patience#DEFAULT}. */
    public KafkaAccess(Map<String, String> properties) {
        this(properties, Patience.DEFAULT);
    }

    /** Returns a copy with another patience. */
    public KafkaAccess with(Duration limit) {
        return new KafkaAccess(properties, limit);
    }

    /**
     * Reads a properties file, if one is given.
     *
     * @param bootstrapServers overrides the file's {@code bootstrap.servers}
     * @param file in Java's properties format
     * @throws KafkaAccessException if the file cannot be read, or if neither argument gives the servers
     */
    public static KafkaAccess of(Optional<String> bootstrapServers, Optional<Path> file) {
        Map<String, String> properties = new HashMap<>();
        file.ifPresent(path -> properties.putAll(read(path)));
        bootstrapServers.ifPresent(servers -> properties.put(BOOTSTRAP_SERVERS, servers));
        if (!properties.containsKey(BOOTSTRAP_SERVERS)) {
            throw new KafkaAccessException(
                    "No Kafka cluster is given: use --bootstrap-servers HOST:PORT, or set bootstrap.servers in the"
                            + " file of --client-properties.");
        }
        return new KafkaAccess(properties);
    }

    /** {@code HOST:PORT,…}. */
    public String bootstrapServers() {
        return properties.getOrDefault(BOOTSTRAP_SERVERS, "");
    }

    /** The properties for the constructor of a Kafka client. */
    public Map<String, Object> client() {
        return new HashMap<>(properties);
    }

    /** The client properties, with the patience as the timeout of every call. */
    public Map<String, Object> bounded() {
        int limit = Math.toIntExact(patience.toMillis());
        Map<String, Object> settings = client();
        settings.put("default.api.timeout.ms", limit);
        settings.put("request.timeout.ms", Math.min(limit, Math.toIntExact(ONE_REQUEST.toMillis())));
        return settings;
    }

    /** The name of the cluster in messages. */
    public String name() {
        return "Kafka at " + bootstrapServers();
    }

    /**
     * Waits until a broker answers with the cluster's metadata; an open port is not enough.
     *
     * @throws KafkaAccessException at once if waiting cannot help, such as for wrong credentials or an untrusted certificate; otherwise
     *     when the patience is over
     */
    public void check() {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try (Admin admin = Admin.create(bounded())) {
                admin.describeCluster().nodes().get();
                return;
            } catch (ExecutionException | KafkaException e) {
                if (!KafkaErrorMessage.isUnresolved(e) || System.nanoTime() > deadline) {
                    throw rejected(e);
                }
                pause();
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private KafkaAccessException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new KafkaAccessException("Interrupted while connecting to " + bootstrapServers() + ".", e);
    }

    /** Builds an exception whose message explains a client's failure and how to fix it. */
    public KafkaAccessException rejected(Throwable problem) {
        return new KafkaAccessException(KafkaErrorMessage.of(problem, properties), problem);
    }

    private static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new KafkaAccessException(
                    "The client properties " + file + " cannot be read ("
                            + (e instanceof NoSuchFileException ? "no such file" : e.getMessage())
                            + "): --client-properties must name a file of KEY=VALUE lines.",
                    e);
        }
        Map<String, String> read = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> read.put(name, properties.getProperty(name)));
        return read;
    }
}
