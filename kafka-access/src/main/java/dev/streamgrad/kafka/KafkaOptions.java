package dev.streamgrad.kafka;

import dev.streamgrad.contract.topic.TopicNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options for the Kafka cluster and its topics, the same for every program. An empty environment variable counts as not set. */
public final class KafkaOptions {

    private static final String SECONDS = "[1-9]\\d{0,5}";

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT,...",
            defaultValue = "${env:STREAMGRAD_BOOTSTRAP_SERVERS}",
            description =
                    "Brokers to connect to first (default: STREAMGRAD_BOOTSTRAP_SERVERS, or those of the client properties).")
    private Optional<String> bootstrapServers = Optional.empty();

    @Option(
            names = "--client-properties",
            paramLabel = "FILE",
            defaultValue = "${env:STREAMGRAD_CLIENT_PROPERTIES}",
            description = "File of KEY=VALUE lines for every Kafka client, such as security.protocol (default:"
                    + " STREAMGRAD_CLIENT_PROPERTIES).")
    private Optional<String> clientProperties = Optional.empty();

    @Option(
            names = "--topic-prefix",
            paramLabel = "NAME",
            defaultValue = "${env:STREAMGRAD_TOPIC_PREFIX:-streamgrad}",
            description = "Prefix of the names of topics and groups (default: STREAMGRAD_TOPIC_PREFIX, or streamgrad).")
    private String topicPrefix = "";

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "${env:STREAMGRAD_PATIENCE}",
            description =
                    "Time to wait for Kafka, and for Flink if it is used, before giving up (default: STREAMGRAD_PATIENCE,"
                            + " or 60; simulate waits without a limit).")
    private Optional<String> patience = Optional.empty();

    /** Checks the options without a connection to a broker; returns a sentence for every fault. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        try {
            access();
        } catch (KafkaAccessException e) {
            faults.add(String.valueOf(e.getMessage()));
        }
        if (!names().prefix().matches("[A-Za-z0-9._-]{1,200}")) {
            faults.add("--topic-prefix is '" + names().prefix()
                    + "', but must be 1 to 200 letters, digits, dots, dashes or underscores.");
        }
        given(patience)
                .filter(seconds -> !seconds.matches(SECONDS))
                .ifPresent(seconds -> faults.add(
                        "--patience is '" + seconds + "', but must be a whole number of seconds from 1 to 999999."));
        return faults;
    }

    /**
     * The configured cluster, not yet connected to.
     *
     * @throws KafkaAccessException if no cluster is given, or the file cannot be read
     */
    public KafkaAccess access() {
        return KafkaAccess.of(given(bootstrapServers), clientProperties().map(Path::of))
                .with(patience().orElse(Patience.DEFAULT));
    }

    /** The limit that the user set for waiting; empty if there is none. */
    public Optional<Duration> patience() {
        return given(patience)
                .filter(seconds -> seconds.matches(SECONDS))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }

    /** The file of client properties. */
    public Optional<String> clientProperties() {
        return given(clientProperties);
    }

    /** The names of the topics. */
    public TopicNames names() {
        return topicPrefix.isBlank() ? TopicNames.DEFAULT : new TopicNames(topicPrefix);
    }

    private static Optional<String> given(Optional<String> value) {
        return value.filter(text -> !text.isBlank());
    }
}
