package dev.streamgrad.learner.normalise;

import dev.streamgrad.contract.record.ObservationNormaliser;
import dev.streamgrad.contract.record.RewardNormaliser;

/**
 * Scales rewards by the running deviation of the discounted return R ← γ R + r, which is kept per agent and reset to 0 after an
 * episode's end. The batch is added to the statistics first; then every reward becomes r / √(variance + 1e-8), not centred, clipped.
 *
 * @param normaliser the statistics afterwards
 * @param rewards the rewards as the update uses them, per row
 */
public record RewardScaling(RewardNormaliser normaliser, double[] rewards) {

    /**
     * Scales one batch. An unusable row ends its agent's accumulation, as an episode's end does.
     *
     * @param raw raw rewards, flat index agent · T + t
     * @param length T
     * @param usable which rows are usable
     * @param starts which rows are known to begin an episode, whether or not the previous row ended one
     * @param ended which rows ended an episode
     * @param closed which rows do not exist; the accumulation goes on after them
     */
    public static RewardScaling of(
            RewardNormaliser before,
            double[] raw,
            int length,
            boolean[] usable,
            boolean[] starts,
            boolean[] ended,
            boolean[] closed,
            double gamma,
            double clip) {
        if (!before.active()) {
            return new RewardScaling(before, raw);
        }
        double[] accumulators = before.accumulators().clone();
        double[] returns = new double[raw.length];
        int count = 0;
        for (int row = 0; row < raw.length; row++) {
            int agent = row / length;
            if (starts[row]) {
                accumulators[agent] = 0;
            }
            if (usable[row]) {
                accumulators[agent] = gamma * accumulators[agent] + raw[row];
                returns[count++] = accumulators[agent];
            }
            if (ended[row] || (!usable[row] && !closed[row])) {
                accumulators[agent] = 0;
            }
        }
        RewardNormaliser after = Moments.fold(before, returns, count, accumulators);
        double deviation = Math.sqrt(after.variance() + ObservationNormaliser.EPSILON);
        double[] scaled = new double[raw.length];
        for (int row = 0; row < raw.length; row++) {
            scaled[row] = usable[row] ? Math.max(-clip, Math.min(clip, raw[row] / deviation)) : 0;
        }
        return new RewardScaling(after, scaled);
    }
}
