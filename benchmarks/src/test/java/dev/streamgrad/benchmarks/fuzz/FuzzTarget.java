package dev.streamgrad.benchmarks.fuzz;

import dev.streamgrad.contract.codec.Codec;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.codec.MalformedRecordException;
import dev.streamgrad.contract.spec.InvalidSpecException;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.job.state.JobType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.apache.flink.core.memory.DataInputDeserializer;

/** A decoder of bytes from outside, with the exceptions that it declares. */
enum FuzzTarget {
    TRANSITION_BLOCK(of(Codecs.TRANSITION_BLOCK), "TransitionBlock"),
    POLICY_UPDATE(of(Codecs.POLICY_UPDATE), "PolicyUpdate"),
    TRAINING_SPEC(of(Codecs.TRAINING_SPEC), "TrainingSpec"),
    LEARNER_STATE(of(Codecs.LEARNER_STATE), "LearnerState"),
    AGENT_RECORD(of(Codecs.AGENT), "AgentRecord"),
    ANNOUNCEMENT(of(Codecs.ANNOUNCEMENT), "SimulatorAnnouncement"),
    POLICY_STATUS(of(Codecs.STATUS), "PolicyStatus"),
    METRICS(of(Codecs.METRICS), "TrainingMetrics", "EpisodeSummary"),
    JOB_STATE(FuzzTarget::jobState),
    SPEC_JSON(bytes -> SpecJson.read(new String(bytes, StandardCharsets.UTF_8)));

    /** What checkpoints and the job's network hold, beside the records of the contract. */
    static final List<JobType<?>> JOB_TYPES = List.of(
            JobType.RAW_RECORD,
            JobType.DEAD_LETTER,
            JobType.ARRIVAL,
            JobType.ASSEMBLY,
            JobType.ROLLOUT,
            JobType.ASSEMBLY_EVENT,
            JobType.SPEC_ARRIVAL,
            JobType.SPEC,
            JobType.SNAPSHOT);

    private final Decoder decoder;
    private final List<String> schemas;

    FuzzTarget(Decoder decoder, String... schemas) {
        this.decoder = decoder;
        this.schemas = List.of(schemas);
    }

    /** Decodes; returns whether the bytes were a record. */
    boolean decode(byte[] bytes) {
        try {
            decoder.decode(bytes);
            return true;
        } catch (MalformedRecordException | InvalidSpecException | IOException e) {
            return false;
        }
    }

    /** The name on the command line and of the corpus. */
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The schemas of the records that the target decodes. */
    List<String> schemas() {
        return schemas;
    }

    static FuzzTarget titled(String title) {
        for (FuzzTarget target : values()) {
            if (target.title().equals(title)) {
                return target;
            }
        }
        throw new IllegalArgumentException("There is no target '" + title + "'.");
    }

    private interface Decoder {
        void decode(byte[] bytes) throws MalformedRecordException, IOException;
    }

    private static <T> Decoder of(Codec<T> codec) {
        return codec::decode;
    }

    /** The first byte chooses the type. */
    private static void jobState(byte[] bytes) throws IOException {
        if (bytes.length > 0) {
            JobType<?> type = JOB_TYPES.get((bytes[0] & 0xFF) % JOB_TYPES.size());
            type.serializer().deserialize(new DataInputDeserializer(bytes, 1, bytes.length - 1));
        }
    }
}
