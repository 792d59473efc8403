package dev.streamgrad.process;

/**
 * Thrown if a valid request fails, for instance because the disk is full. The user sees the message without a stack trace: a paragraph
 * with the cause and how to continue. The exit status is 1.
 */
public final class FailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Takes the paragraph for the user. */
    public FailedException(String message) {
        super(message);
    }

    /** Takes the paragraph for the user, and the cause for the log. */
    public FailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
