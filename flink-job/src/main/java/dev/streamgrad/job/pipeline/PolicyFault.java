package dev.streamgrad.job.pipeline;

import java.io.Serial;

/** A failure that one policy or one record caused; the job itself has not failed. */
final class PolicyFault extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    PolicyFault(Throwable cause) {
        super(cause.toString(), cause);
    }

    /** The cause as a message: the message of an {@link IllegalArgumentException}, otherwise the exception's class and message. */
    String reason() {
        Throwable cause = getCause();
        return cause instanceof IllegalArgumentException && cause.getMessage() != null
                ? cause.getMessage()
                : String.valueOf(getMessage());
    }
}
