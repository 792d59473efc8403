package dev.streamgrad.learner.update;

import dev.streamgrad.contract.record.EpisodeSummary;
import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.TrainingMetrics;
import java.util.List;

/**
 * The result of an update.
 *
 * @param state the learner's state at the new version
 * @param metrics the metrics of the update
 * @param episodes the episodes that ended in its batch
 * @param finished whether training ends with this update
 */
public record UpdateResult(
        LearnerState state, TrainingMetrics metrics, List<EpisodeSummary> episodes, boolean finished) {}
