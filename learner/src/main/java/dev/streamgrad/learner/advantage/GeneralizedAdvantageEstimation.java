package dev.streamgrad.learner.advantage;

import java.util.Arrays;

/**
 * Generalised advantage estimation (Schulman, Moritz, Levine, Jordan and Abbeel, ICLR 2016, eq. 16).
 *
 * <pre>
 *   δ_t = r_t + γ V′_t − V_t
 *   A_t = δ_t + γ λ (1 − ended_t) A_{t+1}
 *   target_t = A_t + V_t
 * </pre>
 *
 * <p>λ = 0 is the one-step error, λ = 1 the discounted return minus the value. A terminated row has V′ = 0. A truncated row
 * bootstraps from its own next observation; its reward is not changed (Stable-Baselines3 adds γ V′ to the reward, which gives
 * the same number).
 */
public final class GeneralizedAdvantageEstimation {

    private GeneralizedAdvantageEstimation() {}

    /**
     * Computes the advantage and the target of every row, in float64.
     *
     * @param gamma discount per step, 0 … 1
     * @param lambda trace decay, 0 … 1
     */
    public static Advantages estimate(Traces traces, double gamma, double lambda) {
        int rows = traces.rows();
        double[] advantages = new double[rows];
        double[] targets = new double[rows];
        double next = 0;
        for (int row = rows - 1; row >= 0; row--) {
            double delta = traces.rewards()[row] + gamma * traces.nextValues()[row] - traces.values()[row];
            next = traces.endsAt(row) ? delta : delta + gamma * lambda * next;
            advantages[row] = next;
            targets[row] = next + traces.values()[row];
        }
        double[] rhos = new double[rows];
        Arrays.fill(rhos, 1);
        return new Advantages(advantages, targets, rhos);
    }
}
