package dev.streamgrad.cli;

import dev.streamgrad.cli.usage.UserException;
import dev.streamgrad.contract.kafka.KafkaAccess;
import dev.streamgrad.contract.kafka.KafkaRefusedException;
import dev.streamgrad.contract.topic.TopicNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
            description = "What the topics' names begin with (default: STREAMGRAD_TOPIC_PREFIX, or streamgrad).")
    private String topicPrefix = "";

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "${env:STREAMGRAD_PARTITIONS:-1}",
            description =
                    "Partitions of the transitions topic, if it is not there yet; so many simulators can share the"
                            + " agents (default: STREAMGRAD_PARTITIONS, or 1).")
    private int partitions = 1;

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            defaultValue = "${env:STREAMGRAD_REPLICATION_FACTOR}",
            description =
                    "Brokers that hold each topic that is not there yet (default: STREAMGRAD_REPLICATION_FACTOR, or"
                            + " the brokers' own).")
    private Optional<Short> replication = Optional.empty();

    /** What is wrong with these options, a sentence each. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        try {
            access();
        } catch (UserException e) {
            faults.add(String.valueOf(e.getMessage()));
        }
        if (!prefix().matches("[A-Za-z0-9._-]{1,200}")) {
            faults.add("--topic-prefix is '" + prefix()
                    + "', but must be 1 to 200 letters, digits, dots, dashes or underscores.");
        }
        if (partitions < 1 || partitions > 10_000) {
            faults.add("--partitions is " + partitions + ", but must be between 1 and 10000.");
        }
        replication
                .filter(brokers -> brokers < 1)
                .ifPresent(brokers -> faults.add("--replication-factor is " + brokers + ", but must be at least 1."));
        return faults;
    }

    /** Kafka as it was named, not yet connected to. */
    KafkaAccess access() {
        try {
            return KafkaAccess.of(given(bootstrapServers), clientProperties().map(Path::of));
        } catch (KafkaRefusedException e) { // nothing was asked of any broker: a file or an option is wrong
            throw new UserException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Kafka, once it has answered. */
    KafkaAccess reached() {
        KafkaAccess access = access();
        try {
            access.check();
        } catch (KafkaRefusedException e) {
            if (e.isMisconfigured()) {
                throw new UserException(String.valueOf(e.getMessage()), e);
            }
            throw e;
        }
        return access;
    }

    Optional<String> clientProperties() {
        return given(clientProperties);
    }

    TopicNames names() {
        return new TopicNames(prefix());
    }

    int partitions() {
        return partitions;
    }

    Optional<Short> replication() {
        return replication;
    }

    private String prefix() {
        return topicPrefix.isEmpty() ? TopicNames.DEFAULT.prefix() : topicPrefix;
    }

    private static Optional<String> given(Optional<String> value) {
        return value.filter(text -> !text.isEmpty());
    }
}
