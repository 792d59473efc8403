package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which spec takes the place of another. */
final class SpecRevisions {

    private static final Logger LOG = LoggerFactory.getLogger(SpecRevisions.class);

    private SpecRevisions() {}

    /**
     * Whether {@code next} is a later revision of {@code known} that a running training can take up. One that it cannot would fail the
     * job, and with it the trainings of all other policies; it is ignored.
     */
    static boolean follows(TrainingSpec known, TrainingSpec next) {
        if (next.revision() <= known.revision()) {
            return false;
        }
        List<String> changed = known.fixedChanges(next);
        if (!changed.isEmpty()) {
            LOG.warn(
                    "Policy {}: revision {} is ignored, since it changes {}",
                    next.policyId(),
                    next.revision(),
                    changed);
        }
        return changed.isEmpty();
    }
}
