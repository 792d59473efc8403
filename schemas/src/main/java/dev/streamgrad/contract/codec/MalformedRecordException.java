package dev.streamgrad.contract.codec;

/** Bytes that are no record of the contract; the message says why. */
public class MalformedRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    /** With the reason, for a person. */
    public MalformedRecordException(String message) {
        super(message);
    }

    /** With the reason, for a person, and its cause. */
    public MalformedRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
