package dev.streamgrad.training.run;

import java.util.Map;

/**
 * The result of evaluating a policy version outside training.
 *
 * @param version version of the policy
 * @param meanReturn mean return per episode: undiscounted sum of raw rewards
 * @param meanLength mean number of steps per episode
 */
public record EvaluationFigures(long version, double meanReturn, double meanLength) {

    /** Stable-Baselines3's name for the mean return. */
    public static final String REWARD = "eval/mean_reward";

    /** Stable-Baselines3's name for the mean length. */
    public static final String LENGTH = "eval/mean_ep_length";

    /** Whether this result is better: a higher mean return, or the same one of an earlier version. */
    public boolean betterThan(EvaluationFigures other) {
        int byReturn = Double.compare(meanReturn, other.meanReturn);
        return byReturn > 0 || (byReturn == 0 && version < other.version);
    }

    /** The figures by name. */
    public Map<String, Double> values() {
        return Map.of(REWARD, meanReturn, LENGTH, meanLength);
    }
}
