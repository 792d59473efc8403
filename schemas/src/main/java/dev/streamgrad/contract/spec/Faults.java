package dev.streamgrad.contract.spec;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong with a spec, so that a user hears of all faults at once. */
public final class Faults {

    private final List<String> messages = new ArrayList<>();

    /** Notes {@code message} unless {@code holds}. */
    public void require(boolean holds, String message) {
        if (!holds) {
            messages.add(message);
        }
    }

    /** Notes a fault. */
    public void add(String message) {
        messages.add(message);
    }

    /** All faults so far, in the order in which they were found. */
    public List<String> messages() {
        return List.copyOf(messages);
    }

    /** Throws if anything is wrong. */
    public void throwIfAny() {
        if (!messages.isEmpty()) {
            throw new InvalidSpecException(messages);
        }
    }
}
