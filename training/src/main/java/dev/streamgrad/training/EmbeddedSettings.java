package dev.streamgrad.training;

import dev.streamgrad.process.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The layout of an embedded training. It does not affect the result.
 *
 * @param simulators number of simulators, which share the agents
 * @param partitions number of partitions of the transitions topic
 * @param parallelism parallelism of the job's operators
 * @param port port of the broker; a free one if empty
 */
public record EmbeddedSettings(int simulators, int partitions, int parallelism, OptionalInt port) {

    /** Most simulators, and most partitions. */
    public static final int MOST = 256;

    /** Rejects an invalid layout, with all faults in one {@link UserException}. */
    public EmbeddedSettings {
        List<String> faults = faults(
                simulators,
                partitions,
                parallelism,
                port.isPresent() ? Optional.of(port.getAsInt()) : Optional.empty());
        if (!faults.isEmpty()) {
            throw new UserException(String.join(System.lineSeparator(), faults));
        }
    }

    /** The faults of a layout, one sentence each; empty if it is valid. */
    public static List<String> faults(int simulators, int partitions, int parallelism, Optional<Integer> port) {
        List<String> faults = new ArrayList<>();
        check("--simulators", simulators, MOST, faults);
        check("--partitions", partitions, MOST, faults);
        check("--parallelism", parallelism, 64, faults);
        port.ifPresent(value -> check("--port", value, 65_535, faults));
        return faults;
    }

    private static void check(String option, int value, int most, List<String> faults) {
        if (value < 1 || value > most) {
            faults.add(option + " is " + value + ", but must be between 1 and " + most + ".");
        }
    }
}
