package dev.streamgrad.job.pipeline;

import java.io.Serial;

/** What one policy, or one record, made an operator do went wrong; it is no fault of the job. */
final class PolicyFault extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    PolicyFault(Throwable cause) {
        super(cause.toString(), cause);
    }

    /** The cause in words: where arguments are refused, what the refusal says. */
    String reason() {
        Throwable cause = getCause();
        return cause instanceof IllegalArgumentException && cause.getMessage() != null
                ? cause.getMessage()
                : String.valueOf(getMessage());
    }
}
