package dev.streamgrad.contract.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How topics are made that are not there yet: the same options for job and command, since whichever comes first makes them. */
public final class TopicOptions {

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

    /** What is wrong with these options, a sentence each. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (partitions < 1 || partitions > 10_000) {
            faults.add("--partitions is " + partitions + ", but must be between 1 and 10000.");
        }
        replication
                .filter(brokers -> brokers < 1)
                .ifPresent(brokers -> faults.add("--replication-factor is " + brokers + ", but must be at least 1."));
        return faults;
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
