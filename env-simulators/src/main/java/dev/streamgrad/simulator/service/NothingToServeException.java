package dev.streamgrad.simulator.service;

import java.io.Serial;

/** This simulator cannot act for any of the requested policies. */
public final class NothingToServeException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Creates the exception. The message lists the policies and the reasons. */
    NothingToServeException(String message) {
        super(message);
    }
}
