package dev.streamgrad.contract.codec;

/** A record whose writer schema this build does not know. Readers are deployed first, so this calls for an upgrade. */
public final class UnknownSchemaException extends MalformedRecordException {

    private static final long serialVersionUID = 1L;

    /** Names the fingerprint. */
    public UnknownSchemaException(String message) {
        super(message);
    }
}
