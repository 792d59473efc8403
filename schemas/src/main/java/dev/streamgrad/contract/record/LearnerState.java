package dev.streamgrad.contract.record;

import java.util.List;

/**
 * The whole state of a policy's learner at a version: what a checkpoint holds, and what the snapshots topic carries. A value:
 * its arrays are never written.
 *
 * @param policyId the policy
 * @param version the version that these parameters are
 * @param incarnation which life of the learner
 * @param specRevision revision of the training spec in effect
 * @param parameters flat float32 vector
 * @param optimisers one state, or the actor's and the critic's
 * @param observations observation statistics
 * @param rewards reward statistics
 * @param episodes episode statistics
 * @param transitions transitions learned from or masked so far: version × batch
 * @param gradientSteps optimiser steps so far
 * @param skippedInARow updates rolled back since the last that was not
 * @param skipped updates rolled back in all
 * @param masked rows that were outside the loss in all
 * @param lastLineage what this version was learned from
 * @param lastSkippedReason why this version equals the one before; empty where it was learned
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

    /** The state of a policy whose training could not begin: there is nothing in it. */
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

    /** What is left once nothing is learned any more: its figures, without weights, moments and statistics. */
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
     * The next version, with the same weights: the update to it could not be made.
     *
     * @param revision of the training spec in effect
     * @param batch transitions that it would have learned from
     * @param reason why not, for a person
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
