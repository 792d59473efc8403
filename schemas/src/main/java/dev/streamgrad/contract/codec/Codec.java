package dev.streamgrad.contract.codec;

/**
 * Turns a record into the bytes of a topic's value, and back: Avro single-object encoding (marker C3 01, the writer schema's
 * 8-byte little-endian CRC-64-AVRO fingerprint, body).
 *
 * @param <T> the record
 */
public interface Codec<T> {

    /** The record's bytes. */
    byte[] encode(T value);

    /**
     * The record in the bytes, whichever released version of the schema wrote them.
     *
     * @throws UnknownSchemaException if no schema of that fingerprint is known: a newer writer's data, to be kept, not dropped
     * @throws MalformedRecordException if the bytes are not what the schema says; the message says why, for a person
     */
    T decode(byte[] bytes) throws MalformedRecordException;
}
