package dev.streamgrad.learner.advantage;

/**
 * V-trace targets and policy-gradient advantages (Espeholt et al., "IMPALA", ICML 2018, eq. 1 and remark 2).
 *
 * <pre>
 *   ρ_t = min(ρ̄, π(a|s) / μ(a|s)),   c_t = λ min(c̄, π(a|s) / μ(a|s))
 *   δ_t = ρ_t (r_t + γ V′_t − V_t)
 *   v_t − V_t = δ_t + γ c_t (1 − ended_t) (v_{t+1} − V_{t+1})
 *   A_t = r_t + γ v′_t − V_t
 * </pre>
 *
 * where v′ is the next row's target v_{t+1}, or V′ where the trace ends. The policy's gradient is ρ_t A_t ∇ log π (the paper's
 * section 4.2). ρ is returned separately from A, so that a loss which weights its rows itself ({@code loss.decoupled}) applies it
 * only once. With π = μ, ρ̄, c̄ ≥ 1 and λ = 1 the targets are the n-step returns.
 */
public final class VTrace {

    private VTrace() {}

    /**
     * Computes the target, the advantage and ρ of every row, in float64.
     *
     * @param logRatios log π(a|s) − log μ(a|s) per row: proximal minus behaviour
     * @param gamma discount per step, 0 … 1
     * @param lambda decay of the trace, 0 … 1; the paper's remark 2
     * @param rhoBar bound on ρ, in the target and in the policy's gradient
     * @param cBar bound on c
     */
    public static Advantages estimate(
            Traces traces, double[] logRatios, double gamma, double lambda, double rhoBar, double cBar) {
        if (logRatios.length != traces.rows()) {
            throw new IllegalArgumentException(
                    logRatios.length + " log ratios were given for " + traces.rows() + " rows.");
        }
        int rows = traces.rows();
        double[] advantages = new double[rows];
        double[] targets = new double[rows];
        double[] rhos = new double[rows];
        for (int row = rows - 1; row >= 0; row--) {
            double ratio = Math.exp(logRatios[row]);
            double rho = Math.min(rhoBar, ratio);
            double c = lambda * Math.min(cBar, ratio);
            double value = traces.values()[row];
            double nextValue = traces.nextValues()[row];
            boolean ends = traces.endsAt(row);
            double delta = rho * (traces.rewards()[row] + gamma * nextValue - value);
            double carried = ends ? 0 : gamma * c * (targets[row + 1] - traces.values()[row + 1]);
            double nextTarget = ends ? nextValue : targets[row + 1];
            targets[row] = value + delta + carried;
            advantages[row] = traces.rewards()[row] + gamma * nextTarget - value;
            rhos[row] = rho;
        }
        return new Advantages(advantages, targets, rhos);
    }
}
