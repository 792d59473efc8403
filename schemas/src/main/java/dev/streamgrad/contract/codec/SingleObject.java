package dev.streamgrad.contract.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** Avro single-object encoding: marker C3 01, 8-byte little-endian fingerprint of the writer's schema, body. */
final class SingleObject {

    static final int HEADER = 10;
    private static final int LEAST_SIZE = 64;
    private static final int MARKER_0 = 0xC3;
    private static final int MARKER_1 = 0x01;

    private SingleObject() {}

    /** The header of a record that is written with the schema of this fingerprint. */
    static byte[] header(long fingerprint) {
        return ByteBuffer.allocate(HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) MARKER_0)
                .put((byte) MARKER_1)
                .putLong(fingerprint)
                .array();
    }

    /** The fingerprint of the writer's schema. */
    static long fingerprint(byte[] bytes) throws MalformedRecordException {
        if (bytes.length < HEADER || (bytes[0] & 0xFF) != MARKER_0 || bytes[1] != MARKER_1) {
            throw new MalformedRecordException("The value (" + bytes.length
                    + " bytes) is not an Avro single object: it does not begin with C3 01 and a fingerprint.");
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
    }

    static UnknownSchemaException unknown(String name, long fingerprint) {
        return new UnknownSchemaException(
                "No released schema of " + name + " has the fingerprint " + Long.toHexString(fingerprint)
                        + "; the writer is newer than this reader, which must be upgraded first.");
    }

    /**
     * Writes a record.
     *
     * @param header header of the schema, computed once, since computing a fingerprint per record is expensive
     * @param expectedSize expected number of bytes; a good estimate avoids copies while the buffer grows
     */
    static byte[] write(byte[] header, Schema schema, GenericRecord record, int expectedSize) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.max(expectedSize, LEAST_SIZE));
        bytes.writeBytes(header);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Reads a body that was written with schema {@code writer}, and resolves it to schema {@code reader}. */
    static GenericRecord read(Schema writer, Schema reader, byte[] bytes) throws MalformedRecordException {
        Wellformedness.check(writer, new Cursor(bytes, HEADER));
        try {
            return new GenericDatumReader<GenericRecord>(writer, reader)
                    .read(null, DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, null));
        } catch (IOException | RuntimeException e) {
            throw new MalformedRecordException("The record does not follow its schema: " + e.getMessage(), e);
        }
    }
}
