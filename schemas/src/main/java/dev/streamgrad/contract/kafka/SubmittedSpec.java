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
 */
public record SubmittedSpec(TrainingSpec spec, Instant at) {

    /** Whether this is what was submitted, to the last setting. */
    public boolean is(TrainingSpec other) {
        return Arrays.equals(Codecs.TRAINING_SPEC.encode(spec), Codecs.TRAINING_SPEC.encode(other));
    }
}
