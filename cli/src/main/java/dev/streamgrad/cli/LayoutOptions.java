package dev.streamgrad.cli;

import dev.streamgrad.training.EmbeddedSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The options that lay out an embedded training: processes and ports, without effect on the result. */
final class LayoutOptions {

    private static final int PARTITIONS_EACH = 8;

    @Option(names = "--simulators", paramLabel = "N", description = "Spread the agents over N simulators (default: 1).")
    private Optional<Integer> simulators = Optional.empty();

    @Option(names = "--partitions", paramLabel = "N", description = "Partitions of the transitions topic (default: 1).")
    private Optional<Integer> partitions = Optional.empty();

    @Option(names = "--parallelism", paramLabel = "N", description = "Parallelism of the job's operators (default: 1).")
    private Optional<Integer> parallelism = Optional.empty();

    @Option(names = "--port", paramLabel = "N", description = "Port of the embedded broker (default: a free one).")
    private Optional<Integer> port = Optional.empty();

    /**
     * The layout.
     *
     * @param python whether the simulators are in Python: they share the agents by partition, so they need more partitions
     */
    EmbeddedSettings settings(boolean python) {
        int processes = simulators.orElse(1);
        return new EmbeddedSettings(
                processes,
                partitions.orElse(
                        python && processes > 1 ? Math.min(PARTITIONS_EACH * processes, EmbeddedSettings.MOST) : 1),
                parallelism.orElse(1),
                port.map(OptionalInt::of).orElse(OptionalInt.empty()));
    }

    /**
     * The faults of these options, one sentence each; empty if they are valid.
     *
     * @param serial whether the training runs without Kafka and Flink, so that these options have no effect
     */
    List<String> faults(boolean serial) {
        List<String> faults = new ArrayList<>(
                EmbeddedSettings.faults(simulators.orElse(1), partitions.orElse(1), parallelism.orElse(1), port));
        if (serial && !given().isEmpty()) {
            faults.add("--serial trains without Kafka and Flink; leave out " + String.join(", ", given()) + ".");
        }
        return faults;
    }

    private List<String> given() {
        Map<String, Optional<Integer>> options = new LinkedHashMap<>();
        options.put("--simulators", simulators);
        options.put("--partitions", partitions);
        options.put("--parallelism", parallelism);
        options.put("--port", port);
        return options.entrySet().stream()
                .filter(option -> option.getValue().isPresent())
                .map(Map.Entry::getKey)
                .toList();
    }
}
