package dev.streamgrad.kafka;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.time.Instant;
import java.util.Arrays;

/**
 * A submission of a training spec.
 *
 * @param spec the submitted spec
 * @param at time of the submission, by the broker's clock
 * @param key the record's key, which identifies the submission
 * @param isOwn whether this process submitted it just now
 */
public record SubmittedSpec(TrainingSpec spec, Instant at, String key, boolean isOwn) {

    /** Whether all settings are equal to those of another spec. */
    public boolean is(TrainingSpec other) {
        return Arrays.equals(Codecs.TRAINING_SPEC.encode(spec), Codecs.TRAINING_SPEC.encode(other));
    }

    /** Whether {@code next} is a later revision that a training of this spec can adopt. */
    boolean mayBeFollowedBy(TrainingSpec next) {
        return next.revision() > spec.revision() && spec.fixedChanges(next).isEmpty();
    }
}
