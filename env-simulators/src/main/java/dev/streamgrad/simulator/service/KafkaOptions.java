package dev.streamgrad.simulator.service;

import dev.streamgrad.contract.kafka.KafkaAccess;
import dev.streamgrad.contract.topic.TopicNames;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which Kafka, and which topics on it. A variable that is set to nothing counts as not set. */
final class KafkaOptions {

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
            description = "What the topics' names, and the group's, begin with (default: STREAMGRAD_TOPIC_PREFIX, or"
                    + " streamgrad).")
    private String topicPrefix = "";

    /** Kafka as it was named, not yet connected to. */
    KafkaAccess access() {
        return KafkaAccess.of(given(bootstrapServers), given(clientProperties).map(Path::of));
    }

    /**
     * The topics.
     *
     * @throws IllegalArgumentException if the prefix cannot be one
     */
    TopicNames names() {
        String prefix = topicPrefix.isBlank() ? TopicNames.DEFAULT.prefix() : topicPrefix;
        if (!prefix.matches("[A-Za-z0-9._-]{1,200}")) {
            throw new IllegalArgumentException("--topic-prefix is '" + prefix
                    + "', but must be 1 to 200 letters, digits, dots, dashes or underscores.");
        }
        return new TopicNames(prefix);
    }

    private static Optional<String> given(Optional<String> value) {
        return value.filter(text -> !text.isBlank());
    }
}
