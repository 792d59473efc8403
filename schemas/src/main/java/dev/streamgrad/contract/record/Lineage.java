package dev.streamgrad.contract.record;

/**
 * The origin of a policy version.
 *
 * @param parentVersion the version before; −1 for the initial weights
 * @param parentHash hash of the version before; empty for the initial weights
 * @param rollout in lockstep, the index of the rollout of every agent that the version was learned from; −1 for the initial weights
 */
public record Lineage(long parentVersion, String parentHash, long rollout) {

    /** The lineage of the initial weights. */
    public static final Lineage ORIGIN = new Lineage(-1, "", -1);
}
