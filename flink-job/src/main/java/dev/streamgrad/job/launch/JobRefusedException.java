package dev.streamgrad.job.launch;

import java.io.Serial;

/** The job cannot start as asked: the message names what is wrong and the remedy. Without a stack trace, since Flink shows it whole. */
public final class JobRefusedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With what the user reads. */
    public JobRefusedException(String message) {
        super(message, null, false, false);
    }
}
