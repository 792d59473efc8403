package dev.streamgrad.contract.spec;

import java.util.List;

/** Thrown for an invalid training spec. The message lists every fault on its own line. */
public final class InvalidSpecException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    /** Takes all faults. */
    public InvalidSpecException(List<String> faults) {
        super(String.join(System.lineSeparator(), faults));
        this.faults = List.copyOf(faults);
    }

    /** The faults, one sentence each. */
    public List<String> faults() {
        return faults;
    }
}
