package dev.streamgrad.contract.record;

/**
 * A finished episode, from the raw rewards that the learner received.
 *
 * @param policyId the policy
 * @param agent the agent's number
 * @param version the version that was produced by the update with the episode's last step
 * @param endSequence sequence of the episode's last step
 * @param episodeReturn sum of the rewards
 * @param length number of steps
 * @param terminated whether the episode was terminated, and not truncated
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
