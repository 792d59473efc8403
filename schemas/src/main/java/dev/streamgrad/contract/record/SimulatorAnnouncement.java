package dev.streamgrad.contract.record;

import java.util.List;
import java.util.Map;

/**
 * What a simulator process can act. It is repeated while the process runs, and expires if it is not.
 *
 * @param process identifies the process; unique
 * @param software implementation and version, for people
 * @param environments ids of the environments that the process can act; at most {@value #MOST_NAMES}
 * @param policies policies in training whose agents it can act; at most {@value #MOST_NAMES}
 * @param rejections why it cannot act the agents of other policies in training, by policy; at most {@value #MOST_REJECTIONS}
 * @param validMillis how long it is valid, in milliseconds; 0 when the process leaves
 */
public record SimulatorAnnouncement(
        String process,
        String software,
        List<String> environments,
        List<String> policies,
        Map<String, String> rejections,
        int validMillis) {

    public static final int MOST_NAMES = 1_000;
    public static final int MOST_REJECTIONS = 100;

    /** The most characters of a reason in {@link #rejections}. */
    public static final int MOST_CHARACTERS = 500;
}
