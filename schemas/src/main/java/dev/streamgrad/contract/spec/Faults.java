package dev.streamgrad.contract.spec;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects all faults of a spec, so that a user sees them together. Each message occurs once. Their number and length are limited, since
 * a list of a million numbers may have as many faults.
 */
public final class Faults {

    /** Maximum number of faults; there are fewer settings. */
    static final int MOST = 100;

    private static final int MOST_CHARACTERS = 1_000;

    private final Set<String> messages = new LinkedHashSet<>();

    /** Adds {@code message} unless {@code holds}. */
    public void require(boolean holds, String message) {
        if (!holds) {
            add(message);
        }
    }

    /** Adds a fault; truncates a message that quotes a long text. */
    public void add(String message) {
        if (messages.size() < MOST) {
            messages.add(message.length() <= MOST_CHARACTERS ? message : message.substring(0, MOST_CHARACTERS) + " …");
        }
    }

    /** All faults so far, in the order in which they were found, at most {@value #MOST}. */
    public List<String> messages() {
        return List.copyOf(messages);
    }

    /** Throws if there is a fault. */
    public void throwIfAny() {
        if (!messages.isEmpty()) {
            throw new InvalidSpecException(messages());
        }
    }
}
