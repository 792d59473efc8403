package dev.streamgrad.contract.record;

import java.util.Arrays;

/**
 * What is known of the episodes so far, from raw rewards in (rollout, time, agent) order.
 *
 * @param episodes finished episodes
 * @param recentReturns returns of the last 100 episodes at most, oldest first
 * @param recentLengths their lengths
 * @param openReturns per agent, the rewards of its open episode so far
 * @param openLengths per agent, the steps of its open episode so far
 * @param bestMeanReturn highest mean return of 100 episodes at an update boundary; NaN before there were 100
 * @param stepsToThreshold transitions until the task first counted as solved; −1 while it did not
 */
public record EpisodeStatistics(
        long episodes,
        double[] recentReturns,
        int[] recentLengths,
        double[] openReturns,
        int[] openLengths,
        double bestMeanReturn,
        long stepsToThreshold) {

    /** How many episodes the mean return spans. */
    public static final int WINDOW = 100;

    /** Nothing seen yet. */
    public static EpisodeStatistics initial(int agents) {
        return new EpisodeStatistics(0, new double[0], new int[0], new double[agents], new int[agents], Double.NaN, -1);
    }

    /** Mean return of the last 100 episodes, or of those there are; NaN before the first ends. */
    public double meanReturn() {
        return Arrays.stream(recentReturns).average().orElse(Double.NaN);
    }

    /** Mean length of the last 100 episodes, or of those there are; NaN before the first ends. */
    public double meanLength() {
        return Arrays.stream(recentLengths).average().orElse(Double.NaN);
    }
}
