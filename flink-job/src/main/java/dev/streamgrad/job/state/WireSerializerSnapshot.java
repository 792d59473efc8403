package dev.streamgrad.job.state;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The part of a checkpoint that describes a {@link JobTypeSerializer}: the type's name. The codec itself reads older encodings. */
public final class WireSerializerSnapshot<T> implements TypeSerializerSnapshot<T> {

    private static final int VERSION = 1;

    private JobType<T> wire;

    /** Flink creates an instance, then calls {@link #readSnapshot}. */
    @SuppressWarnings("unchecked")
    public WireSerializerSnapshot() {
        this((JobType<T>) JobType.RAW_RECORD);
    }

    WireSerializerSnapshot(JobType<T> wire) {
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
        wire = (JobType<T>) JobType.named(in.readUTF());
    }

    @Override
    public TypeSerializer<T> restoreSerializer() {
        return new JobTypeSerializer<>(wire);
    }

    @Override
    public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(TypeSerializerSnapshot<T> old) {
        return old instanceof WireSerializerSnapshot<T> that && wire.equals(that.wire)
                ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                : TypeSerializerSchemaCompatibility.incompatible();
    }
}
