package dev.streamgrad.cli.train;

import dev.streamgrad.cli.usage.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a training is laid out in this process; none of it changes the result.
 *
 * @param simulators over how many the agents are spread
 * @param partitions of the transitions topic
 * @param parallelism of the job's operators
 * @param port of the broker; a free one where empty
 */
public record EmbeddedSettings(int simulators, int partitions, int parallelism, OptionalInt port) {

    private static final int MOST = 256;

    /** Reports all faults together. */
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

    /** What is wrong with such a layout, a sentence each. */
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
