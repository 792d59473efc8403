package dev.streamgrad.simulator.service;

import java.io.Serial;

/** None of the policies that were asked for can be acted by this simulator. */
public final class NothingToServeException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** For a person: which policies, and why. */
    NothingToServeException(String message) {
        super(message);
    }
}
