package dev.streamgrad.contract.codec;

/**
 * Thrown for a record whose writer schema this build does not have. Readers are upgraded before writers, so this reader must be upgraded.
 */
public final class UnknownSchemaException extends MalformedRecordException {

    private static final long serialVersionUID = 1L;

    /** Takes a message that contains the fingerprint. */
    public UnknownSchemaException(String message) {
        super(message);
    }
}
