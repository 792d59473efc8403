package dev.streamgrad.contract.codec;

import java.util.Map;
import org.apache.avro.Schema;

/** The codec of a record that is written at most once per update. It maps by reflection. */
final class RecordCodec<T extends Record> implements Codec<T> {

    private final Class<T> type;
    private final Schema schema;
    private final Map<Long, Schema> known;
    private final byte[] header;
    private volatile int lastSize;

    RecordCodec(Class<T> type) {
        this.type = type;
        this.schema = Schemas.current(type.getSimpleName());
        this.known = Schemas.known(type.getSimpleName());
        this.header = SingleObject.header(Schemas.fingerprint(schema));
    }

    @Override
    public byte[] encode(T value) {
        byte[] bytes = SingleObject.write(header, schema, RecordMapper.toAvro(value, schema), lastSize);
        lastSize = bytes.length;
        return bytes;
    }

    @Override
    public T decode(byte[] bytes) throws MalformedRecordException {
        long fingerprint = SingleObject.fingerprint(bytes);
        Schema writer = known.get(fingerprint);
        if (writer == null) {
            throw SingleObject.unknown(type.getSimpleName(), fingerprint);
        }
        return RecordMapper.toJava(SingleObject.read(writer, schema, bytes), type);
    }

    boolean canRead(long fingerprint) {
        return known.containsKey(fingerprint);
    }
}
