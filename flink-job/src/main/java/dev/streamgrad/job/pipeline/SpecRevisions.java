package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.List;
import java.util.Optional;

/** Decides which revision of a spec replaces another. */
final class SpecRevisions {

    private SpecRevisions() {}

    /** Whether {@code next} is a later revision of {@code current} that a running training can adopt. */
    static boolean follows(TrainingSpec current, TrainingSpec next) {
        return next.revision() > current.revision() && rejection(current, next).isEmpty();
    }

    /** Why a later revision is ignored, as a message for the user; empty if a running training can adopt it. */
    static Optional<String> rejection(TrainingSpec current, TrainingSpec next) {
        List<String> changed = current.fixedChanges(next);
        return changed.isEmpty()
                ? Optional.empty()
                : Optional.of("Revision " + next.revision() + " is ignored because it changes " + changed
                        + ", which is fixed for a policy id; submit the spec under another policy id.");
    }
}
