package dev.streamgrad.learner.update;

import dev.streamgrad.contract.record.EpisodeStatistics;
import dev.streamgrad.contract.record.EpisodeSummary;
import dev.streamgrad.learner.rollout.RolloutBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sums raw rewards to the returns of episodes across rollout batches, in (time, agent) order, so that the figures do not depend on the
 * order of arrival. An abandoned episode or one with a missing row has no return and is not counted.
 *
 * @param statistics the statistics afterwards; the best mean and the steps to the threshold are as before
 * @param finished the episodes that ended in this batch
 */
record EpisodeTracker(EpisodeStatistics statistics, List<EpisodeSummary> finished) {

    /**
     * Adds one batch.
     *
     * @param version the version that the update with this batch produces
     */
    static EpisodeTracker fold(EpisodeStatistics before, RolloutBatch batch, String policyId, long version) {
        double[] returns = before.openReturns().clone();
        int[] lengths = before.openLengths().clone();
        List<EpisodeSummary> finished = new ArrayList<>();
        for (int t = 0; t < batch.length(); t++) {
            for (int agent = 0; agent < batch.agents(); agent++) {
                int row = agent * batch.length() + t;
                add(batch, row, agent, returns, lengths);
                if (batch.ended(row)) {
                    if (!Double.isNaN(returns[agent])) {
                        finished.add(new EpisodeSummary(
                                policyId,
                                agent,
                                version,
                                (version - 1) * batch.length() + t,
                                returns[agent],
                                lengths[agent],
                                batch.terminated()[row]));
                    }
                    returns[agent] = 0;
                    lengths[agent] = 0;
                }
            }
        }
        return new EpisodeTracker(
                new EpisodeStatistics(
                        before.episodes() + finished.size(),
                        recentReturns(before, finished),
                        recentLengths(before, finished),
                        returns,
                        lengths,
                        before.bestMeanReturn(),
                        before.stepsToThreshold()),
                finished);
    }

    /** Adds a row to the open episode of its agent; a row that does not exist changes nothing. */
    private static void add(RolloutBatch batch, int row, int agent, double[] returns, int[] lengths) {
        if (batch.closed()[row]) {
            return;
        }
        if (batch.starts()[row]) {
            returns[agent] = 0;
            lengths[agent] = 0;
        }
        returns[agent] += batch.present()[row] ? batch.rewards()[row] : Double.NaN;
        lengths[agent]++;
    }

    private static double[] recentReturns(EpisodeStatistics before, List<EpisodeSummary> finished) {
        double[] all = Arrays.copyOf(before.recentReturns(), before.recentReturns().length + finished.size());
        for (int i = 0; i < finished.size(); i++) {
            all[before.recentReturns().length + i] = finished.get(i).episodeReturn();
        }
        return Arrays.copyOfRange(all, Math.max(0, all.length - EpisodeStatistics.WINDOW), all.length);
    }

    private static int[] recentLengths(EpisodeStatistics before, List<EpisodeSummary> finished) {
        int[] all = Arrays.copyOf(before.recentLengths(), before.recentLengths().length + finished.size());
        for (int i = 0; i < finished.size(); i++) {
            all[before.recentLengths().length + i] = finished.get(i).length();
        }
        return Arrays.copyOfRange(all, Math.max(0, all.length - EpisodeStatistics.WINDOW), all.length);
    }
}
