package dev.streamgrad.contract.spec;

import java.util.List;

/** A training spec that cannot work; the message lists every fault on a line of its own. */
public final class InvalidSpecException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    /** Takes all faults together. */
    public InvalidSpecException(List<String> faults) {
        super(String.join(System.lineSeparator(), faults));
        this.faults = List.copyOf(faults);
    }

    /** What is wrong, one sentence each. */
    public List<String> faults() {
        return faults;
    }
}
