package dev.streamgrad.contract.record;

/**
 * What a policy version was learned from.
 *
 * @param parentVersion the version before; −1 for the initial weights
 * @param parentHash its hash; empty for the initial weights
 * @param rollout in lockstep, the index of every agent's rollout; −1 for the initial weights
 */
public record Lineage(long parentVersion, String parentHash, long rollout) {

    /** The lineage of the initial weights. */
    public static final Lineage ORIGIN = new Lineage(-1, "", -1);
}
