package dev.streamgrad.contract.spec;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects everything that is wrong with a spec, so that a user hears of all faults at once: each once, and no more than anybody reads, since
 * a list of a million numbers may hold as many faults.
 */
public final class Faults {

    /** There are fewer settings. */
    static final int MOST = 100;

    private static final int MOST_CHARACTERS = 1_000;

    private final Set<String> messages = new LinkedHashSet<>();

    /** Notes {@code message} unless {@code holds}. */
    public void require(boolean holds, String message) {
        if (!holds) {
            add(message);
        }
    }

    /** Notes a fault; of a message that quotes a long text the beginning. */
    public void add(String message) {
        if (messages.size() < MOST) {
            messages.add(message.length() <= MOST_CHARACTERS ? message : message.substring(0, MOST_CHARACTERS) + " …");
        }
    }

    /** All faults so far, in the order in which they were found; the first {@value #MOST}. */
    public List<String> messages() {
        return List.copyOf(messages);
    }

    /** Throws if anything is wrong. */
    public void throwIfAny() {
        if (!messages.isEmpty()) {
            throw new InvalidSpecException(messages());
        }
    }
}
