package dev.streamgrad.job.state;

import java.io.Serial;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Flink's view of a {@link JobType} type: opaque, immutable, never Kryo. */
final class JobTypeInformation<T> extends TypeInformation<T> {

    @Serial
    private static final long serialVersionUID = 1L;

    private final JobType<T> jobType;

    JobTypeInformation(JobType<T> jobType) {
        this.jobType = jobType;
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
        return jobType.type();
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<T> createSerializer(SerializerConfig config) {
        return jobType.serializer();
    }

    @Override
    public String toString() {
        return jobType.name();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JobTypeInformation<?> that && jobType.equals(that.jobType);
    }

    @Override
    public int hashCode() {
        return jobType.hashCode();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof JobTypeInformation;
    }
}
