package dev.streamgrad.cli.embedded;

import dev.streamgrad.cli.usage.UserException;
import dev.streamgrad.contract.kafka.KafkaAccess;
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
 * A real Kafka broker in this process: one KRaft node, broker and controller in one, on loopback, its log below a directory that
 * outlives the process. A directory left by a killed process is taken up again.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final int NODE = 1;
    private static final String LOOPBACK = "127.0.0.1";

    /** Why the broker gave up; static, since Kafka's own way out is. */
    private static volatile Optional<Throwable> givenUp = Optional.empty();

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedKafka(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts the broker and waits until it serves.
     *
     * @param directory its log; formatted on first use
     * @param port where it listens; a free port where empty
     */
    public static EmbeddedKafka start(Path directory, OptionalInt port) {
        return start(directory, port, Map.of());
    }

    /** The same with settings of the broker's beyond ours. */
    static EmbeddedKafka start(Path directory, OptionalInt port, Map<String, String> more) {
        int broker = port.isPresent() ? free(port.getAsInt()) : freePort();
        givenUp = Optional.empty();
        Exit.setExitProcedure(EmbeddedKafka::refuseToExit);
        Exit.setHaltProcedure(EmbeddedKafka::refuseToExit);
        try {
            Files.createDirectories(directory);
            if (!Files.exists(directory.resolve("meta.properties"))) {
                format(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Properties settings = new BrokerSettings(NODE, LOOPBACK, broker, freePort()).properties(directory);
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

    /** How clients reach it. */
    public KafkaAccess access() {
        return KafkaAccess.of(Optional.of(LOOPBACK + ":" + port), Optional.empty());
    }

    /** Why the broker gave up, such as a full disk; empty while it serves. */
    public Optional<Throwable> failure() {
        return givenUp;
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
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return port;
        } catch (IOException e) {
            throw new UserException(
                    "Port " + port
                            + " is in use; stop what listens there, name another with --port, or leave the option out"
                            + " for a free one.",
                    e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kafka would end the process; here it only ends the thread that wanted to. */
    private static void refuseToExit(int status, String message) {
        IllegalStateException reason =
                new IllegalStateException("The embedded broker gave up with status " + status + ": " + message);
        givenUp = Optional.of(reason);
        throw reason;
    }
}
