package dev.streamgrad.contract.codec;

/** Thrown for a record that follows its schema, but whose values this build rejects. The message gives the reason. */
public final class InvalidRecordException extends MalformedRecordException {

    private static final long serialVersionUID = 1L;

    /** Takes the reason, a sentence for the user, and its cause. */
    public InvalidRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
