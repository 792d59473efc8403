package dev.streamgrad.contract.codec;

/** Thrown for bytes that are not a record of the contract. The message gives the reason. */
public class MalformedRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Takes the reason, a sentence for the user. */
    public MalformedRecordException(String message) {
        super(message);
    }

    /** Takes the reason, a sentence for the user, and its cause. */
    public MalformedRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
