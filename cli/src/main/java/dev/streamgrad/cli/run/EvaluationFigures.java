package dev.streamgrad.cli.run;

import java.util.Map;

/**
 * What a policy version came to in an evaluation apart from training.
 *
 * @param version of the policy
 * @param meanReturn mean of the undiscounted sums of raw rewards, per episode
 * @param meanLength mean of the steps, per episode
 */
public record EvaluationFigures(long version, double meanReturn, double meanLength) {

    /** Stable-Baselines3's name of the mean return. */
    public static final String REWARD = "eval/mean_reward";

    /** Stable-Baselines3's name of the mean length. */
    public static final String LENGTH = "eval/mean_ep_length";

    /** Whether it is the better one; of equals it is the earlier version. */
    public boolean betterThan(EvaluationFigures other) {
        int byReturn = Double.compare(meanReturn, other.meanReturn);
        return byReturn > 0 || (byReturn == 0 && version < other.version);
    }

    /** The figures by name. */
    public Map<String, Double> values() {
        return Map.of(REWARD, meanReturn, LENGTH, meanLength);
    }
}
