package dev.streamgrad.contract.codec;

import dev.streamgrad.contract.record.AgentRecord;
import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.record.SimulatorAnnouncement;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;

/** One codec per topic. All codecs are thread-safe. */
public final class Codecs {

    public static final Codec<TransitionBlock> TRANSITION_BLOCK = new TransitionBlockCodec();
    public static final Codec<PolicyUpdate> POLICY_UPDATE = new RecordCodec<>(PolicyUpdate.class);
    public static final Codec<TrainingSpec> TRAINING_SPEC = new RecordCodec<>(TrainingSpec.class);
    public static final Codec<LearnerState> LEARNER_STATE = new RecordCodec<>(LearnerState.class);
    public static final Codec<AgentRecord> AGENT = new RecordCodec<>(AgentRecord.class);
    public static final Codec<PolicyStatus> STATUS = new StatusCodec();
    public static final Codec<SimulatorAnnouncement> ANNOUNCEMENT = new RecordCodec<>(SimulatorAnnouncement.class);
    public static final Codec<MetricsRecord> METRICS = new MetricsCodec();

    private Codecs() {}
}
