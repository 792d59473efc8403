package dev.streamgrad.contract.record;

import java.util.List;

/**
 * The whole state of a policy's learner at a version, as checkpoints and the snapshots topic hold it. Immutable: nothing writes to its
 * arrays.
 *
 * @param policyId the policy
 * @param version the version of these parameters
 * @param incarnation incarnation of the learner
 * @param specRevision revision of the training spec in effect
 * @param parameters flat float32 vector
 * @param optimisers one state, or the actor's and the critic's
 * @param observations observation statistics
 * @param rewards reward statistics
 * @param episodes episode statistics
 * @param transitions transitions learned from or masked so far: version × batch
 * @param gradientSteps optimiser steps so far
 * @param skippedInARow number of consecutive updates rolled back until now
 * @param skipped total number of updates rolled back
 * @param masked total number of rows excluded from the loss
 * @param lastLineage the origin of this version
 * @param lastSkippedReason why the update to this version was rolled back, so that it equals the one before; empty if it was not
 */
public record LearnerState(
        String policyId,
        long version,
        int incarnation,
        int specRevision,
        float[] parameters,
        List<OptimiserState> optimisers,
        ObservationNormaliser observations,
        RewardNormaliser rewards,
        EpisodeStatistics episodes,
        long transitions,
        long gradientSteps,
        int skippedInARow,
        long skipped,
        long masked,
        Lineage lastLineage,
        String lastSkippedReason) {

    /** The empty state of a policy whose training could not start. */
    public static LearnerState none(String policyId, int specRevision) {
        return new LearnerState(
                policyId,
                0,
                0,
                specRevision,
                new float[0],
                List.of(),
                ObservationNormaliser.NONE,
                RewardNormaliser.NONE,
                EpisodeStatistics.initial(0),
                0,
                0,
                0,
                0,
                0,
                Lineage.ORIGIN,
                "");
    }

    /** A copy without weights, optimiser state and statistics, for a training that has ended. */
    public LearnerState withoutWeights() {
        return new LearnerState(
                policyId,
                version,
                incarnation,
                specRevision,
                new float[0],
                List.of(),
                ObservationNormaliser.NONE,
                RewardNormaliser.NONE,
                episodes,
                transitions,
                gradientSteps,
                skippedInARow,
                skipped,
                masked,
                lastLineage,
                lastSkippedReason);
    }

    /**
     * The next version, with the same weights, after an update that failed.
     *
     * @param revision revision of the training spec in effect
     * @param batch number of transitions of the rollout batch
     * @param reason why the update failed, as a sentence for the user
     */
    public LearnerState withoutUpdate(int revision, long batch, String reason) {
        return new LearnerState(
                policyId,
                version + 1,
                incarnation,
                revision,
                parameters,
                optimisers,
                observations,
                rewards,
                episodes,
                transitions + batch,
                gradientSteps,
                skippedInARow + 1,
                skipped + 1,
                masked,
                new Lineage(version, hash(), version),
                reason);
    }

    /** The hash of this version. */
    public String hash() {
        return PolicyHash.of(parameters, observations);
    }
}
