package dev.streamgrad.contract.record;

import dev.streamgrad.contract.spec.NetworkSpec;

/**
 * One policy version: everything that an actor needs to act, and the origin of the version.
 *
 * @param policyId the policy
 * @param version 0 is the initial weights; each update adds 1
 * @param incarnation incarnation of the learner that wrote this
 * @param specRevision revision of the training spec that was in effect
 * @param network shape of the networks
 * @param parameters flat float32 vector ({@link dev.streamgrad.contract.network.ParameterLayout}); nothing writes to it
 * @param normaliser observation statistics; valid only together with the parameters
 * @param rolloutLength T
 * @param lag how many versions the acting policy trails
 * @param lineage the origin of this version
 * @param hash {@link PolicyHash}
 * @param skippedReason why the update to this version was rolled back, so that it equals the one before; empty if it was not
 * @param last whether training ends with this version, and agents stop
 * @param build the software and hardware that computed this version
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
