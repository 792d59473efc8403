package dev.streamgrad.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options for topics that do not exist yet, the same for job and command line: the first one to start creates the topics. */
public final class TopicOptions {

    private static final long LEAST_KEPT = 64L << 20;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "${env:STREAMGRAD_PARTITIONS:-12}",
            description =
                    "Partitions of the transitions topic, if it does not exist; permanent. At most this many simulators can"
                            + " share the agents (default: STREAMGRAD_PARTITIONS, or 12).")
    private int partitions = 12;

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            defaultValue = "${env:STREAMGRAD_REPLICATION_FACTOR}",
            description =
                    "Replicas of each topic that does not exist (default: STREAMGRAD_REPLICATION_FACTOR, or the brokers'"
                            + " default).")
    private Optional<Short> replication = Optional.empty();

    @Option(
            names = "--keep-transitions",
            paramLabel = "BYTES",
            defaultValue = "${env:STREAMGRAD_KEEP_TRANSITIONS:-1073741824}",
            description = "Bytes to keep of each partition of the transitions topic, if it does not exist; -1 keeps all"
                    + " (default: STREAMGRAD_KEEP_TRANSITIONS, or 1073741824, which is 1 GiB).")
    private long keepTransitions = TopicLimits.DEFAULT.transitions();

    @Option(
            names = "--keep-metrics",
            paramLabel = "BYTES",
            defaultValue = "${env:STREAMGRAD_KEEP_METRICS:-268435456}",
            description = "Bytes to keep of the metrics topic, if it does not exist; -1 keeps all (default:"
                    + " STREAMGRAD_KEEP_METRICS, or 268435456, which is 256 MiB).")
    private long keepMetrics = TopicLimits.DEFAULT.metrics();

    @Option(
            names = "--keep-dead-letters",
            paramLabel = "BYTES",
            defaultValue = "${env:STREAMGRAD_KEEP_DEAD_LETTERS:-268435456}",
            description = "Bytes to keep of the dead-letters topic, if it does not exist; -1 keeps all (default:"
                    + " STREAMGRAD_KEEP_DEAD_LETTERS, or 268435456, which is 256 MiB).")
    private long keepDeadLetters = TopicLimits.DEFAULT.deadLetters();

    /** Checks the options; returns a sentence for every fault. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (partitions < 1 || partitions > 10_000) {
            faults.add("--partitions is " + partitions + ", but must be between 1 and 10000.");
        }
        replication
                .filter(brokers -> brokers < 1)
                .ifPresent(brokers -> faults.add("--replication-factor is " + brokers + ", but must be at least 1."));
        limit("--keep-transitions", keepTransitions, faults);
        limit("--keep-metrics", keepMetrics, faults);
        limit("--keep-dead-letters", keepDeadLetters, faults);
        return faults;
    }

    private static void limit(String option, long bytes, List<String> faults) {
        if (bytes != TopicLimits.ALL && bytes < LEAST_KEPT) {
            faults.add(option + " is " + bytes + ", but must be at least " + LEAST_KEPT
                    + " bytes, the size of the largest record, or -1 to keep all.");
        }
    }

    /** The retention of topics that are created. */
    public TopicLimits limits() {
        return new TopicLimits(keepTransitions, keepMetrics, keepDeadLetters);
    }

    /** The number of partitions of the transitions topic. */
    public int partitions() {
        return partitions;
    }

    /** The replicas of each topic; empty for the brokers' default. */
    public Optional<Short> replication() {
        return replication;
    }
}
