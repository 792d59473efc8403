package dev.streamgrad.contract.record;

/**
 * A finished episode, from the raw rewards that the learner saw.
 *
 * @param policyId the policy
 * @param agent which agent
 * @param version the version that the update with the episode's last step made
 * @param endSequence sequence of the episode's last step
 * @param episodeReturn sum of the rewards
 * @param length steps
 * @param terminated whether it ended by itself rather than by a limit
 */
public record EpisodeSummary(
        String policyId,
        int agent,
        long version,
        long endSequence,
        double episodeReturn,
        int length,
        boolean terminated)
        implements MetricsRecord {}
