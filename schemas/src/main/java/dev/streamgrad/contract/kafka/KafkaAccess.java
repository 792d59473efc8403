package dev.streamgrad.contract.kafka;

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
 * How a Kafka cluster is reached: the same client properties for simulators, job and command, from one file.
 *
 * @param properties client properties; {@code bootstrap.servers} at least
 * @param patience how long an answer is waited for
 */
public record KafkaAccess(Map<String, String> properties, Duration patience) {

    /** The one property that must be there. */
    public static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

    private static final Duration ONE_REQUEST = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** With a copy of the properties. */
    public KafkaAccess {
        properties = Map.copyOf(properties);
    }

    /** With the patience of {@link Patience#DEFAULT}. */
    public KafkaAccess(Map<String, String> properties) {
        this(properties, Patience.DEFAULT);
    }

    /** The same with another patience. */
    public KafkaAccess with(Duration limit) {
        return new KafkaAccess(properties, limit);
    }

    /**
     * Reads a properties file, if one is given.
     *
     * @param bootstrapServers overrides the file's {@code bootstrap.servers}
     * @param file in Java's properties format
     * @throws KafkaRefusedException if the file cannot be read or neither names the servers
     */
    public static KafkaAccess of(Optional<String> bootstrapServers, Optional<Path> file) {
        Map<String, String> properties = new HashMap<>();
        file.ifPresent(path -> properties.putAll(read(path)));
        bootstrapServers.ifPresent(servers -> properties.put(BOOTSTRAP_SERVERS, servers));
        if (!properties.containsKey(BOOTSTRAP_SERVERS)) {
            throw new KafkaRefusedException(
                    "No Kafka is named: give --bootstrap-servers HOST:PORT, or bootstrap.servers in the"
                            + " file of --client-properties.");
        }
        return new KafkaAccess(properties);
    }

    /** {@code HOST:PORT,…}. */
    public String bootstrapServers() {
        return properties.getOrDefault(BOOTSTRAP_SERVERS, "");
    }

    /** What a Kafka client's constructor takes. */
    public Map<String, Object> client() {
        return new HashMap<>(properties);
    }

    /** The client properties with the patience as the limit of every call. */
    public Map<String, Object> bounded() {
        int limit = Math.toIntExact(patience.toMillis());
        Map<String, Object> settings = client();
        settings.put("default.api.timeout.ms", limit);
        settings.put("request.timeout.ms", Math.min(limit, Math.toIntExact(ONE_REQUEST.toMillis())));
        return settings;
    }

    /** How a person names it. */
    public String name() {
        return "Kafka at " + bootstrapServers();
    }

    /**
     * Waits until a broker answers with the cluster's metadata: an open port is not enough.
     *
     * @throws KafkaRefusedException at once where waiting would not help: wrong credentials, an untrusted certificate; else when the
     *     patience is over
     */
    public void check() {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try (Admin admin = Admin.create(bounded())) {
                admin.describeCluster().nodes().get();
                return;
            } catch (ExecutionException | KafkaException e) {
                if (!Refusal.isUnresolved(e) || System.nanoTime() > deadline) {
                    throw refused(e);
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

    private KafkaRefusedException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new KafkaRefusedException("Interrupted while connecting to " + bootstrapServers() + ".", e);
    }

    /** Says what a client's failure means and how to mend it. */
    public KafkaRefusedException refused(Throwable problem) {
        return new KafkaRefusedException(Refusal.of(problem, properties), problem);
    }

    private static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new KafkaRefusedException(
                    "The client properties " + file + " cannot be read ("
                            + (e instanceof NoSuchFileException ? "there is no such file" : e.getMessage())
                            + "): --client-properties names a file of KEY=VALUE lines.",
                    e);
        }
        Map<String, String> read = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> read.put(name, properties.getProperty(name)));
        return read;
    }
}
