package dev.streamgrad.cli.usage;

/** Something that the user can put right: a message of a paragraph that says what and how, exit status 2, no stack trace. */
public final class UserException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With the paragraph that the user reads. */
    public UserException(String message) {
        super(message);
    }

    /** With the paragraph that the user reads, and what led to it, for the log. */
    public UserException(String message, Throwable cause) {
        super(message, cause);
    }
}
