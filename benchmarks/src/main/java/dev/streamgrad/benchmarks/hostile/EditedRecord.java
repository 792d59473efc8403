package dev.streamgrad.benchmarks.hostile;

import dev.streamgrad.contract.codec.Schemas;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** Changes fields of encoded records, also to values that the contract's Java types would reject. */
final class EditedRecord {

    private static final int HEADER = 10;

    private final Schema schema;

    EditedRecord(String name) {
        schema = Schemas.current(name);
    }

    /** A field that is itself a record, with some of its fields changed. */
    GenericRecord field(byte[] encoded, String name, Map<String, ?> fields) {
        GenericRecord field = (GenericRecord) read(encoded).get(name);
        fields.forEach(field::put);
        return field;
    }

    /** The encoding with these fields changed. */
    byte[] with(byte[] encoded, Map<String, ?> fields) {
        GenericRecord record = read(encoded);
        fields.forEach(record::put);
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length);
            bytes.write(encoded, 0, HEADER);
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
            encoder.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private GenericRecord read(byte[] encoded) {
        try {
            return new GenericDatumReader<GenericRecord>(schema)
                    .read(null, DecoderFactory.get().binaryDecoder(encoded, HEADER, encoded.length - HEADER, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
