package dev.streamgrad.cli.usage;

/**
 * Something that went wrong though it was rightly asked for, such as a full disk: a message of a paragraph that says what and how to go on,
 * exit status 1, no stack trace.
 */
public final class FailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With the paragraph that the user reads. */
    public FailedException(String message) {
        super(message);
    }

    /** With the paragraph that the user reads, and what led to it, for the log. */
    public FailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
