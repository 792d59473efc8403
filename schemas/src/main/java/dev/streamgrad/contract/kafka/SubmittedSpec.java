package dev.streamgrad.contract.kafka;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.time.Instant;
import java.util.Arrays;

/**
 * A training spec as the topic holds it.
 *
 * @param spec as it was submitted
 * @param at when, by the broker's clock
 * @param key the record's, which names the submission
 * @param isOwn whether it was submitted just now, rather than found
 */
public record SubmittedSpec(TrainingSpec spec, Instant at, String key, boolean isOwn) {

    /** Whether this is what was submitted, to the last setting. */
    public boolean is(TrainingSpec other) {
        return Arrays.equals(Codecs.TRAINING_SPEC.encode(spec), Codecs.TRAINING_SPEC.encode(other));
    }

    /** Whether {@code next} is a later revision that a training of this spec can take up. */
    boolean mayBeFollowedBy(TrainingSpec next) {
        return next.revision() > spec.revision() && spec.fixedChanges(next).isEmpty();
    }
}
