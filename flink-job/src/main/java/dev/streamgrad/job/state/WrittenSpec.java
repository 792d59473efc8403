package dev.streamgrad.job.state;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.codec.InvalidRecordException;
import dev.streamgrad.contract.codec.MalformedRecordException;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.Optional;

/**
 * A training spec as it was written, and what this build makes of it. One that this build refuses, though the build that took the
 * checkpoint did not, ends its own policy; a checkpoint that could not be read at all would end them all.
 *
 * @param bytes as written; kept, so that a checkpoint loses nothing
 * @param spec empty where it is refused
 * @param fault why it is refused; empty where it is not
 */
public record WrittenSpec(byte[] bytes, Optional<TrainingSpec> spec, String fault) {

    /** A spec in the present encoding. */
    public static WrittenSpec of(TrainingSpec spec) {
        return new WrittenSpec(Codecs.TRAINING_SPEC.encode(spec), Optional.of(spec), "");
    }

    /**
     * Reads a spec, of which no more than its values may be wrong.
     *
     * @throws MalformedRecordException if the bytes are no training spec of a known schema
     */
    public static WrittenSpec read(byte[] bytes) throws MalformedRecordException {
        try {
            return new WrittenSpec(bytes, Optional.of(Codecs.TRAINING_SPEC.decode(bytes)), "");
        } catch (InvalidRecordException e) {
            return new WrittenSpec(bytes, Optional.empty(), String.valueOf(e.getMessage()));
        }
    }
}
