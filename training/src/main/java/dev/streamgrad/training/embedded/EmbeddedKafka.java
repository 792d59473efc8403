package dev.streamgrad.training.embedded;

import dev.streamgrad.kafka.KafkaAccess;
import dev.streamgrad.process.UserException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.function.IntSupplier;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A real Kafka broker in this process: one KRaft node, which is broker and controller, on loopback. Its log is in a directory that outlives
 * the process; the broker recovers a log that a killed process left.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final int NODE = 1;
    private static final String LOOPBACK = "127.0.0.1";
    private static final int ATTEMPTS = 5;

    /** Why the broker failed; static, since Kafka's exit procedure is static. */
    private static volatile Optional<Throwable> fatal = Optional.empty();

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedKafka(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts the broker and waits until it serves.
     *
     * @param directory directory of its log; formatted on first use
     * @param port port to listen on; a free port if empty
     */
    public static EmbeddedKafka start(Path directory, OptionalInt port) {
        return start(directory, port, Map.of());
    }

    /** Starts the broker with additional settings, which override ours. */
    static EmbeddedKafka start(Path directory, OptionalInt port, Map<String, String> more) {
        return start(
                directory, () -> port.isPresent() ? free(port.getAsInt()) : freePort(), EmbeddedKafka::freePort, more);
    }

    /** Starts the broker; again on other ports if another process takes one between the choice and the use. */
    static EmbeddedKafka start(Path directory, IntSupplier broker, IntSupplier controller, Map<String, String> more) {
        for (int attempt = 1; ; attempt++) {
            int brokerPort = broker.getAsInt();
            int controllerPort = other(brokerPort, controller);
            try {
                return attempt(directory, brokerPort, controllerPort, more);
            } catch (RuntimeException e) { // the controller's names no cause
                if (attempt == ATTEMPTS || (isFree(brokerPort) && isFree(controllerPort))) {
                    throw e;
                }
            }
        }
    }

    /** A port of the controller that is not the broker's: a port that the user named is free, so the system may offer it. */
    private static int other(int brokerPort, IntSupplier controller) {
        int port = controller.getAsInt();
        return port == brokerPort ? controller.getAsInt() : port;
    }

    private static EmbeddedKafka attempt(Path directory, int broker, int controller, Map<String, String> more) {
        fatal = Optional.empty();
        Exit.setExitProcedure(EmbeddedKafka::preventExit);
        Exit.setHaltProcedure(EmbeddedKafka::preventExit);
        try {
            Files.createDirectories(directory);
            if (!Files.exists(directory.resolve("meta.properties"))) {
                format(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Properties settings = new BrokerSettings(NODE, LOOPBACK, broker, controller).properties(directory);
        settings.putAll(more);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw e;
        }
        return new EmbeddedKafka(server, broker);
    }

    /** How clients connect to it. */
    public KafkaAccess access() {
        return KafkaAccess.of(Optional.of(LOOPBACK + ":" + port), Optional.empty());
    }

    /** Why the broker failed, such as a full disk; empty while it serves. */
    public Optional<Throwable> failure() {
        return fatal;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path directory) {
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(nowhere)
                    .setNodeId(NODE)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setControllerListenerName(BrokerSettings.CONTROLLER)
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .addDirectory(directory.toString())
                    .setMetadataLogDirectory(directory.toString())
                    .setIgnoreFormatted(true)
                    .run();
        } catch (Exception e) {
            throw new KafkaException("The broker's storage in " + directory + " cannot be formatted.", e);
        }
    }

    private static int free(int port) {
        if (isFree(port)) {
            return port;
        }
        throw new UserException("Port " + port
                + " is in use; stop the program that listens there, choose another port with --port, or omit --port to use a"
                + " free one.");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces Kafka's exit of the process: ends only the calling thread. */
    private static void preventExit(int status, String message) {
        IllegalStateException reason =
                new IllegalStateException("The embedded broker failed with status " + status + ": " + message);
        fatal = Optional.of(reason);
        throw reason;
    }
}
