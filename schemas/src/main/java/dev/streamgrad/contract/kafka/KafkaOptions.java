package dev.streamgrad.contract.kafka;

import dev.streamgrad.contract.topic.TopicNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which Kafka, and which topics on it: the same options for every program. A variable that is set to nothing counts as not set. */
public final class KafkaOptions {

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
        return faults;
    }

    /**
     * Kafka as it was named, not yet connected to.
     *
     * @throws KafkaRefusedException if it is not named, or the file cannot be read
     */
    public KafkaAccess access() {
        return KafkaAccess.of(given(bootstrapServers), clientProperties().map(Path::of));
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
