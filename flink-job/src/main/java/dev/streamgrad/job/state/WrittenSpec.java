package dev.streamgrad.job.state;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.codec.InvalidRecordException;
import dev.streamgrad.contract.codec.MalformedRecordException;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.Optional;

/**
 * A training spec as it was written, and as this release decodes it. This release may reject a spec in a checkpoint of an earlier one; then
 * only its own policy ends. If the checkpoint could not be read, all policies would end.
 *
 * @param bytes the spec as it was written; kept, so that a checkpoint loses nothing
 * @param spec the spec; empty if it is rejected
 * @param fault why it is rejected; empty if it is not
 */
public record WrittenSpec(byte[] bytes, Optional<TrainingSpec> spec, String fault) {

    /** A valid spec, in the current encoding. */
    public static WrittenSpec of(TrainingSpec spec) {
        return new WrittenSpec(Codecs.TRAINING_SPEC.encode(spec), Optional.of(spec), "");
    }

    /**
     * Reads a spec. Its values may be invalid, its encoding may not.
     *
     * @throws MalformedRecordException if the bytes are not a training spec of a known schema
     */
    public static WrittenSpec read(byte[] bytes) throws MalformedRecordException {
        try {
            return new WrittenSpec(bytes, Optional.of(Codecs.TRAINING_SPEC.decode(bytes)), "");
        } catch (InvalidRecordException e) {
            return new WrittenSpec(bytes, Optional.empty(), String.valueOf(e.getMessage()));
        }
    }
}
