package dev.streamgrad.contract.kafka;

import dev.streamgrad.contract.topic.TopicNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which Kafka, and which topics on it: the same options for every program. A variable that is set to nothing counts as not set. */
public final class KafkaOptions {

    private static final String SECONDS = "[1-9]\\d{0,5}";

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT,...",
            defaultValue = "${env:STREAMGRAD_BOOTSTRAP_SERVERS}",
            description = "Brokers to begin with (default: STREAMGRAD_BOOTSTRAP_SERVERS, or the client properties').")
    private Optional<String> bootstrapServers = Optional.empty();

    @Option(
            names = "--client-properties",
            paramLabel = "FILE",
            defaultValue = "${env:STREAMGRAD_CLIENT_PROPERTIES}",
            description = "KEY=VALUE lines for every Kafka client, such as security.protocol (default:"
                    + " STREAMGRAD_CLIENT_PROPERTIES).")
    private Optional<String> clientProperties = Optional.empty();

    @Option(
            names = "--topic-prefix",
            paramLabel = "NAME",
            defaultValue = "${env:STREAMGRAD_TOPIC_PREFIX:-streamgrad}",
            description =
                    "What the names of topics and groups begin with (default: STREAMGRAD_TOPIC_PREFIX, or streamgrad).")
    private String topicPrefix = "";

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "${env:STREAMGRAD_PATIENCE}",
            description =
                    "How long to wait for an answer of Kafka, and of Flink where it is asked, before giving up (default:"
                            + " STREAMGRAD_PATIENCE, or 60; simulate waits without an end).")
    private Optional<String> patience = Optional.empty();

    /** What is wrong with these options, a sentence each; no broker is asked. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        try {
            access();
        } catch (KafkaRefusedException e) {
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
     * Kafka as it was named, not yet connected to.
     *
     * @throws KafkaRefusedException if it is not named, or the file cannot be read
     */
    public KafkaAccess access() {
        return KafkaAccess.of(given(bootstrapServers), clientProperties().map(Path::of))
                .with(patience().orElse(Patience.DEFAULT));
    }

    /** How long the user lets a program wait; empty where it was not said. */
    public Optional<Duration> patience() {
        return given(patience)
                .filter(seconds -> seconds.matches(SECONDS))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }

    /** The file of client properties. */
    public Optional<String> clientProperties() {
        return given(clientProperties);
    }

    /** The topics. */
    public TopicNames names() {
        return topicPrefix.isBlank() ? TopicNames.DEFAULT : new TopicNames(topicPrefix);
    }

    private static Optional<String> given(Optional<String> value) {
        return value.filter(text -> !text.isBlank());
    }
}
