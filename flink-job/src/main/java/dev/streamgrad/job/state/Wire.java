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
 * A type that flows or is remembered, with its codec. Names and formats are for ever: checkpoints hold them. Contract records keep
 * the contract's encoding, so that an old checkpoint is read as an old record is.
 *
 * @param <T> the type; immutable
 */
public final class Wire<T> implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    public static final Wire<RawRecord> RAW_RECORD = new Wire<>("raw-record", RawRecord.class);
    public static final Wire<DeadLetter> DEAD_LETTER = new Wire<>("dead-letter", DeadLetter.class);
    public static final Wire<Arrival> ARRIVAL = new Wire<>("arrival", Arrival.class);
    public static final Wire<Rollout> ROLLOUT = new Wire<>("rollout", Rollout.class);
    public static final Wire<Assembly> ASSEMBLY = new Wire<>("assembly", Assembly.class);
    public static final Wire<AssemblyEvent> ASSEMBLY_EVENT = new Wire<>("assembly-event", AssemblyEvent.class);
    public static final Wire<SpecArrival> SPEC_ARRIVAL = new Wire<>("spec-arrival", SpecArrival.class);
    public static final Wire<WrittenSpec> SPEC = new Wire<>("training-spec", WrittenSpec.class);
    public static final Wire<PolicyUpdate> POLICY = new Wire<>("policy-update", PolicyUpdate.class);
    public static final Wire<LearnerState> LEARNER = new Wire<>("learner-state", LearnerState.class);
    public static final Wire<Snapshot> SNAPSHOT = new Wire<>("snapshot", Snapshot.class);
    public static final Wire<MetricsRecord> METRICS = new Wire<>("metrics", MetricsRecord.class);
    public static final Wire<PolicyStatus> STATUS = new Wire<>("status", PolicyStatus.class);

    private final String name;
    private final Class<T> type;

    private Wire(String name, Class<T> type) {
        this.name = name;
        this.type = type;
    }

    /** Flink's view of the type. */
    public TypeInformation<T> typeInformation() {
        return new WireTypeInformation<>(this);
    }

    /** The serializer, for state descriptors. */
    public WireSerializer<T> serializer() {
        return new WireSerializer<>(this);
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

    static Wire<?> named(String name) {
        return new Wire<>(name, Object.class);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Wire<?> wire && name.equals(wire.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
