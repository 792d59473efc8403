package dev.streamgrad.learner.update;

import dev.streamgrad.contract.record.EpisodeStatistics;
import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.Lineage;
import dev.streamgrad.contract.record.ObservationNormaliser;
import dev.streamgrad.contract.record.OptimiserState;
import dev.streamgrad.contract.record.RewardNormaliser;
import dev.streamgrad.contract.record.TrainingMetrics;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.List;

/** Builds an {@link UpdateResult}. */
record UpdateResultBuilder(
        TrainingSpec spec, LearnerState before, EpisodeTracker episodes, int masked, long transitions) {

    /** The result of an update that was learned. */
    UpdateResult learned(
            float[] parameters,
            List<OptimiserState> optimisers,
            ObservationNormaliser observations,
            RewardNormaliser rewards,
            UpdateStatistics figures) {
        return result(
                parameters, optimisers, observations, rewards, figures.steps().steps(), "", UpdateMetrics.of(figures));
    }

    /** The result of a warm-up update: the same weights, and statistics that include the first batch. */
    UpdateResult statisticsOnly(ObservationNormaliser observations, RewardNormaliser rewards) {
        return result(before.parameters(), before.optimisers(), observations, rewards, 0, "", new UpdateMetrics());
    }

    /** The result of a skipped update: the next version equals the previous one. */
    UpdateResult skipped(String reason) {
        return result(
                before.parameters(),
                before.optimisers(),
                before.observations(),
                before.rewards(),
                0,
                reason,
                new UpdateMetrics());
    }

    private UpdateResult result(
            float[] parameters,
            List<OptimiserState> optimisers,
            ObservationNormaliser observations,
            RewardNormaliser rewards,
            int steps,
            String skippedReason,
            UpdateMetrics values) {
        boolean skipped = !skippedReason.isEmpty();
        EpisodeStatistics statistics = withMarks(episodes.statistics());
        LearnerState state = new LearnerState(
                before.policyId(),
                before.version() + 1,
                before.incarnation(),
                spec.revision(),
                parameters,
                optimisers,
                observations,
                rewards,
                statistics,
                transitions,
                before.gradientSteps() + steps,
                skipped ? before.skippedInARow() + 1 : 0,
                before.skipped() + (skipped ? 1 : 0),
                before.masked() + masked,
                new Lineage(before.version(), before.hash(), before.version()),
                skippedReason);
        TrainingMetrics metrics = new TrainingMetrics(
                state.policyId(),
                state.version(),
                transitions,
                values.with(state, spec).values());
        return new UpdateResult(state, metrics, episodes.finished(), finished(state));
    }

    private EpisodeStatistics withMarks(EpisodeStatistics seen) {
        double mean = seen.recentReturns().length < EpisodeStatistics.WINDOW ? Double.NaN : seen.meanReturn();
        boolean better = !Double.isNaN(mean) && !(mean <= seen.bestMeanReturn());
        boolean first = seen.stepsToThreshold() < 0
                && spec.budget().solvedReturn().isPresent()
                && mean >= spec.budget().solvedReturn().getAsDouble();
        return new EpisodeStatistics(
                seen.episodes(),
                seen.recentReturns(),
                seen.recentLengths(),
                seen.openReturns(),
                seen.openLengths(),
                better ? mean : seen.bestMeanReturn(),
                first ? transitions : seen.stepsToThreshold());
    }

    private boolean finished(LearnerState state) {
        EpisodeStatistics seen = state.episodes();
        boolean reached = spec.budget().targetReturn().isPresent()
                && seen.recentReturns().length == EpisodeStatistics.WINDOW
                && seen.meanReturn() >= spec.budget().targetReturn().getAsDouble();
        boolean spent = spec.updates() > 0 && state.version() >= spec.updates();
        return reached || spent;
    }
}
