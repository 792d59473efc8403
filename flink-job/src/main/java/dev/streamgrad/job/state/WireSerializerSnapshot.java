package dev.streamgrad.job.state;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** What a checkpoint says of a {@link WireSerializer}: the type's name. The codec itself resolves older encodings. */
public final class WireSerializerSnapshot<T> implements TypeSerializerSnapshot<T> {

    private static final int VERSION = 1;

    private Wire<T> wire;

    /** Flink makes an instance, then reads it. */
    @SuppressWarnings("unchecked")
    public WireSerializerSnapshot() {
        this((Wire<T>) Wire.RAW_RECORD);
    }

    WireSerializerSnapshot(Wire<T> wire) {
        this.wire = wire;
    }

    @Override
    public int getCurrentVersion() {
        return VERSION;
    }

    @Override
    public void writeSnapshot(DataOutputView out) throws IOException {
        out.writeUTF(wire.name());
    }

    @Override
    @SuppressWarnings("unchecked")
    public void readSnapshot(int readVersion, DataInputView in, ClassLoader classLoader) throws IOException {
        wire = (Wire<T>) Wire.named(in.readUTF());
    }

    @Override
    public TypeSerializer<T> restoreSerializer() {
        return new WireSerializer<>(wire);
    }

    @Override
    public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(TypeSerializerSnapshot<T> old) {
        return old instanceof WireSerializerSnapshot<T> that && wire.equals(that.wire)
                ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                : TypeSerializerSchemaCompatibility.incompatible();
    }
}
