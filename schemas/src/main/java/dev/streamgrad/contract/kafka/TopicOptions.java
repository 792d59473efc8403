package dev.streamgrad.contract.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How topics are made that are not there yet: the same options for job and command, since whichever comes first makes them. */
public final class TopicOptions {

    private static final long LEAST_KEPT = 64L << 20;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "${env:STREAMGRAD_PARTITIONS:-12}",
            description =
                    "Partitions of the transitions topic, if it is not there yet, for ever: so many simulators can share the"
                            + " agents (default: STREAMGRAD_PARTITIONS, or 12).")
    private int partitions = 12;

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            defaultValue = "${env:STREAMGRAD_REPLICATION_FACTOR}",
            description =
                    "Brokers that hold each topic that is not there yet (default: STREAMGRAD_REPLICATION_FACTOR, or the"
                            + " brokers' own).")
    private Optional<Short> replication = Optional.empty();

    @Option(
            names = "--keep-transitions",
            paramLabel = "BYTES",
            defaultValue = "${env:STREAMGRAD_KEEP_TRANSITIONS:-1073741824}",
            description =
                    "Bytes of each partition of the transitions topic that are kept, if it is not there yet; -1 keeps all"
                            + " (default: STREAMGRAD_KEEP_TRANSITIONS, or 1073741824, which is 1 GiB).")
    private long keepTransitions = TopicLimits.DEFAULT.transitions();

    @Option(
            names = "--keep-metrics",
            paramLabel = "BYTES",
            defaultValue = "${env:STREAMGRAD_KEEP_METRICS:-268435456}",
            description = "Bytes of the metrics topic that are kept, if it is not there yet; -1 keeps all (default:"
                    + " STREAMGRAD_KEEP_METRICS, or 268435456, which is 256 MiB).")
    private long keepMetrics = TopicLimits.DEFAULT.metrics();

    @Option(
            names = "--keep-dead-letters",
            paramLabel = "BYTES",
            defaultValue = "${env:STREAMGRAD_KEEP_DEAD_LETTERS:-268435456}",
            description =
                    "Bytes of the dead-letters topic that are kept, if it is not there yet; -1 keeps all (default:"
                            + " STREAMGRAD_KEEP_DEAD_LETTERS, or 268435456, which is 256 MiB).")
    private long keepDeadLetters = TopicLimits.DEFAULT.deadLetters();

    /** What is wrong with these options, a sentence each. */
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
                    + " bytes, which hold the largest record, or -1 for all.");
        }
    }

    /** How much of the topics that are not there yet is kept. */
    public TopicLimits limits() {
        return new TopicLimits(keepTransitions, keepMetrics, keepDeadLetters);
    }

    /** Of the transitions topic. */
    public int partitions() {
        return partitions;
    }

    /** Brokers that hold each topic; the brokers' own default where empty. */
    public Optional<Short> replication() {
        return replication;
    }
}
