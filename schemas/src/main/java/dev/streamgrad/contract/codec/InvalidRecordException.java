package dev.streamgrad.contract.codec;

/** A record that follows its schema, but whose values this build refuses; the message says why. */
public final class InvalidRecordException extends MalformedRecordException {

    private static final long serialVersionUID = 1L;

    /** With the reason, for a person, and its cause. */
    public InvalidRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
