package dev.streamgrad.contract.record;

import dev.streamgrad.contract.spec.NetworkSpec;

/**
 * One policy version: all that an actor needs to act, and where it came from.
 *
 * @param policyId the policy
 * @param version 0 is the initial weights; each update adds 1
 * @param incarnation which life of the learner wrote this
 * @param specRevision revision of the training spec that took effect
 * @param network shape of the networks
 * @param parameters flat float32 vector ({@link dev.streamgrad.contract.network.ParameterLayout}); never written
 * @param normaliser observation statistics, one unit with the parameters
 * @param rolloutLength T
 * @param lag how many versions the acting policy trails
 * @param lineage what it was learned from
 * @param hash {@link PolicyHash}
 * @param skippedReason why this version equals the one before; empty where it was learned
 * @param last whether training ends here: agents stop
 * @param build what computed it
 */
public record PolicyUpdate(
        String policyId,
        long version,
        int incarnation,
        int specRevision,
        NetworkSpec network,
        float[] parameters,
        ObservationNormaliser normaliser,
        int rolloutLength,
        int lag,
        Lineage lineage,
        String hash,
        String skippedReason,
        boolean last,
        Build build) {

    /** Whether the update was rolled back. */
    public boolean skipped() {
        return !skippedReason.isEmpty();
    }
}
