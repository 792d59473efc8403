package dev.streamgrad.job.state;

import dev.streamgrad.contract.codec.Codec;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.learner.rollout.Assembly;
import dev.streamgrad.learner.rollout.AssemblyEvent;
import dev.streamgrad.learner.rollout.Rollout;
import java.io.Serial;
import java.io.Serializable;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * A type that operators exchange or keep in state, with its codec. Names and formats are permanent, since checkpoints contain them.
 * Contract records keep the contract's encoding, so that an old checkpoint is read like an old record.
 *
 * @param <T> the type; immutable
 */
public final class JobType<T> implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    public static final JobType<RawRecord> RAW_RECORD = new JobType<>("raw-record", RawRecord.class);
    public static final JobType<DeadLetter> DEAD_LETTER = new JobType<>("dead-letter", DeadLetter.class);
    public static final JobType<ReceivedBlock> ARRIVAL = new JobType<>("arrival", ReceivedBlock.class);
    public static final JobType<Rollout> ROLLOUT = new JobType<>("rollout", Rollout.class);
    public static final JobType<Assembly> ASSEMBLY = new JobType<>("assembly", Assembly.class);
    public static final JobType<AssemblyEvent> ASSEMBLY_EVENT = new JobType<>("assembly-event", AssemblyEvent.class);
    public static final JobType<ReceivedSpec> SPEC_ARRIVAL = new JobType<>("spec-arrival", ReceivedSpec.class);
    public static final JobType<WrittenSpec> SPEC = new JobType<>("training-spec", WrittenSpec.class);
    public static final JobType<PolicyUpdate> POLICY = new JobType<>("policy-update", PolicyUpdate.class);
    public static final JobType<LearnerState> LEARNER = new JobType<>("learner-state", LearnerState.class);
    public static final JobType<Snapshot> SNAPSHOT = new JobType<>("snapshot", Snapshot.class);
    public static final JobType<MetricsRecord> METRICS = new JobType<>("metrics", MetricsRecord.class);
    public static final JobType<PolicyStatus> STATUS = new JobType<>("status", PolicyStatus.class);

    private final String name;
    private final Class<T> type;

    private JobType(String name, Class<T> type) {
        this.name = name;
        this.type = type;
    }

    /** Flink's view of the type. */
    public TypeInformation<T> typeInformation() {
        return new JobTypeInformation<>(this);
    }

    /** The serializer, for state descriptors. */
    public JobTypeSerializer<T> serializer() {
        return new JobTypeSerializer<>(this);
    }

    String name() {
        return name;
    }

    Class<T> type() {
        return type;
    }

    @SuppressWarnings("unchecked") // the name decides the type
    Codec<T> codec() {
        return (Codec<T>)
                switch (name) {
                    case "raw-record" -> InternalCodecs.RAW_RECORD;
                    case "dead-letter" -> InternalCodecs.DEAD_LETTER;
                    case "arrival" -> InternalCodecs.ARRIVAL;
                    case "rollout" -> InternalCodecs.ROLLOUT;
                    case "assembly" -> InternalCodecs.ASSEMBLY;
                    case "assembly-event" -> InternalCodecs.ASSEMBLY_EVENT;
                    case "spec-arrival" -> InternalCodecs.SPEC_ARRIVAL;
                    case "training-spec" -> InternalCodecs.WRITTEN_SPEC;
                    case "snapshot" -> InternalCodecs.SNAPSHOT;
                    case "policy-update" -> Codecs.POLICY_UPDATE;
                    case "learner-state" -> Codecs.LEARNER_STATE;
                    case "metrics" -> Codecs.METRICS;
                    case "status" -> Codecs.STATUS;
                    default -> throw new IllegalStateException("A checkpoint holds the unknown type '" + name + "'.");
                };
    }

    static JobType<?> named(String name) {
        return new JobType<>(name, Object.class);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JobType<?> that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
