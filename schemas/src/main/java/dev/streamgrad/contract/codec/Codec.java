package dev.streamgrad.contract.codec;

/**
 * Encodes a record as the value of a Kafka record, and decodes it. The format is Avro's single-object encoding: marker C3 01, the 8-byte
 * little-endian CRC-64-AVRO fingerprint of the writer's schema, body.
 *
 * @param <T> the record
 */
public interface Codec<T> {

    /** Encodes a record. */
    byte[] encode(T value);

    /**
     * Decodes a record that was written with the current schema or any released version of it.
     *
     * @throws UnknownSchemaException if no known schema has the fingerprint: the writer is newer, and the data must be kept
     * @throws MalformedRecordException if the bytes do not follow the schema; the message gives the reason
     */
    T decode(byte[] bytes) throws MalformedRecordException;
}
