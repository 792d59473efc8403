package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.List;
import java.util.Optional;

/** Which spec takes the place of another. */
final class SpecRevisions {

    private SpecRevisions() {}

    /** Whether {@code next} is a later revision of {@code known} that a running training can take up. */
    static boolean follows(TrainingSpec known, TrainingSpec next) {
        return next.revision() > known.revision() && refusal(known, next).isEmpty();
    }

    /** Why a later revision is ignored, for a person: one that a running training cannot take up would end it. */
    static Optional<String> refusal(TrainingSpec known, TrainingSpec next) {
        List<String> changed = known.fixedChanges(next);
        return changed.isEmpty()
                ? Optional.empty()
                : Optional.of("Revision " + next.revision() + " is ignored, since it changes " + changed
                        + ", which never change under one policy id; submit it under another.");
    }
}
