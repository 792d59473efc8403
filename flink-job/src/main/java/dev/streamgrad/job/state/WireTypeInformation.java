package dev.streamgrad.job.state;

import java.io.Serial;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Flink's view of a {@link Wire} type: opaque, immutable, never Kryo. */
final class WireTypeInformation<T> extends TypeInformation<T> {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Wire<T> wire;

    WireTypeInformation(Wire<T> wire) {
        this.wire = wire;
    }

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public Class<T> getTypeClass() {
        return wire.type();
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<T> createSerializer(SerializerConfig config) {
        return wire.serializer();
    }

    @Override
    public String toString() {
        return wire.name();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WireTypeInformation<?> that && wire.equals(that.wire);
    }

    @Override
    public int hashCode() {
        return wire.hashCode();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof WireTypeInformation;
    }
}
