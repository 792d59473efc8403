package dev.streamgrad.job.state;

import dev.streamgrad.contract.codec.MalformedRecordException;
import java.io.IOException;
import java.io.Serial;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes an immutable value as the length and bytes of its encoding. A copy is the value itself, since no value is ever modified. */
public final class JobTypeSerializer<T> extends TypeSerializer<T> {

    @Serial
    private static final long serialVersionUID = 1L;

    private final JobType<T> wire;

    JobTypeSerializer(JobType<T> wire) {
        this.wire = wire;
    }

    JobType<T> wire() {
        return wire;
    }

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public TypeSerializer<T> duplicate() {
        return this;
    }

    @Override
    @SuppressWarnings("DoNotCall") // Flink creates instances only of types that it reuses
    public T createInstance() {
        throw new IllegalStateException("Instances of " + wire.name() + " are never reused.");
    }

    @Override
    public T copy(T from) {
        return from;
    }

    @Override
    public T copy(T from, T reuse) {
        return from;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(T value, DataOutputView target) throws IOException {
        SizedBytes.write(wire.codec().encode(value), target);
    }

    @Override
    public T deserialize(DataInputView source) throws IOException {
        byte[] bytes = SizedBytes.read(source);
        try {
            return wire.codec().decode(bytes);
        } catch (MalformedRecordException e) {
            throw new IOException("A " + wire.name() + " in the job's own data cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public T deserialize(T reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        SizedBytes.write(SizedBytes.read(source), target); // Flink's own buffer does not grow in write(source, length)
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JobTypeSerializer<?> that && wire.equals(that.wire);
    }

    @Override
    public int hashCode() {
        return wire.hashCode();
    }

    @Override
    public TypeSerializerSnapshot<T> snapshotConfiguration() {
        return new WireSerializerSnapshot<>(wire);
    }
}
