package dev.streamgrad.job.launch;

import java.io.Serial;

/** The job cannot start; the message names the fault and the remedy. Without a stack trace, since Flink would print all of it. */
public final class JobRejectedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With the message for the user. */
    public JobRejectedException(String message) {
        super(message, null, false, false);
    }
}
