package dev.streamgrad.contract.record;

import java.util.Arrays;

/**
 * Statistics of the episodes so far, from raw rewards in (rollout, time, agent) order.
 *
 * @param episodes number of finished episodes
 * @param recentReturns returns of the last 100 episodes at most, oldest first
 * @param recentLengths lengths of the same episodes
 * @param openReturns per agent, the sum of the rewards of its open episode
 * @param openLengths per agent, the number of steps of its open episode
 * @param bestMeanReturn highest mean return of 100 episodes at an update boundary; NaN before 100 episodes have ended
 * @param stepsToThreshold transitions until the task first counted as solved; −1 if it has not
 */
public record EpisodeStatistics(
        long episodes,
        double[] recentReturns,
        int[] recentLengths,
        double[] openReturns,
        int[] openLengths,
        double bestMeanReturn,
        long stepsToThreshold) {

    /** Number of episodes in the mean return. */
    public static final int WINDOW = 100;

    /** The statistics before the first step. */
    public static EpisodeStatistics initial(int agents) {
        return new EpisodeStatistics(0, new double[0], new int[0], new double[agents], new int[agents], Double.NaN, -1);
    }

    /** Mean return of the last 100 episodes, or of all if there are fewer; NaN before the first ends. */
    public double meanReturn() {
        return Arrays.stream(recentReturns).average().orElse(Double.NaN);
    }

    /** Mean length of the last 100 episodes, or of all if there are fewer; NaN before the first ends. */
    public double meanLength() {
        return Arrays.stream(recentLengths).average().orElse(Double.NaN);
    }
}
