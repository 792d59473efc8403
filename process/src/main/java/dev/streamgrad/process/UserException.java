package dev.streamgrad.process;

/**
 * Thrown for an error that the user can fix. The user sees the message without a stack trace: a paragraph with the cause and the fix. The
 * exit status is 2.
 */
public final class UserException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Takes the paragraph for the user. */
    public UserException(String message) {
        super(message);
    }

    /** Takes the paragraph for the user, and the cause for the log. */
    public UserException(String message, Throwable cause) {
        super(message, cause);
    }
}
