package dev.streamgrad.learner.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * Normals whose deviation depends on the state: generalised state-dependent exploration (gSDE; Raffin, Kober and Stulp, "Smooth
 * exploration for robotic reinforcement learning", CoRL 2021, eq. 7). An actor's noise is hᵀ E with E ~ N(0, exp(S)²); E is kept for
 * several steps. In each single step the noise is normal with σ_k² = Σ_h h² exp(2 S_hk) + 1e-6, where h is the last hidden layer and S
 * is {@code log_std}.
 *
 * <p>With z = (a − μ)/σ: log π(a) = Σ_k (−z²/2 − ½ log σ² − ½ log 2π), ∂/∂μ = z/σ, ∂/∂S_hk = (z² − 1)/σ_k² · h² exp(2 S_hk). The
 * entropy Σ_k (½ + ½ log 2π + ½ log σ²) has ∂/∂S_hk = h² exp(2 S_hk)/σ_k². No gradient flows back through h to the hidden layers, as
 * in Stable-Baselines3 by default.
 */
public final class StateDependentDistribution implements PolicyDistribution {

    private static final int[] DIMENSIONS = {1};
    private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

    /** Keeps the deviation above zero if the last hidden layer is all zeros; the value of Stable-Baselines3. */
    private static final double EPSILON = 1e-6;

    private final NDArray latentSquares;
    private final NDArray parameterSquares;
    private final NDArray variances;
    private final NDArray deviations;
    private final NDArray scores;
    private final NDArray logProbabilities;
    private final NDArray entropies;

    /**
     * The distribution of every row.
     *
     * @param means [B, K]
     * @param latent last hidden layer, [B, H]
     * @param logStd S, [H, K]
     * @param actions [B, K]
     */
    public StateDependentDistribution(NDArray means, NDArray latent, NDArray logStd, NDArray actions) {
        long dimensions = means.getShape().get(1);
        latentSquares = latent.square();
        NDArray exponentials = logStd.exp();
        exponentials.attach(means.getManager()); // not to the parameters' manager, which outlives the rows
        parameterSquares = exponentials.square();
        variances = latentSquares.matMul(parameterSquares).addi(EPSILON);
        deviations = variances.sqrt();
        scores = actions.sub(means).divi(deviations);
        NDArray logSum = variances.log().sum(DIMENSIONS).muli(0.5);
        logProbabilities =
                scores.square().sum(DIMENSIONS).muli(-0.5).subi(logSum).subi(dimensions * HALF_LOG_TWO_PI);
        entropies = logSum.add(dimensions * (0.5 + HALF_LOG_TWO_PI));
    }

    @Override
    public NDArray logProbabilities() {
        return logProbabilities;
    }

    @Override
    public NDArray entropies() {
        return entropies;
    }

    @Override
    public OutputGradient gradient(NDArray logProbabilityGradient, double entropyGradient) {
        NDArray column = logProbabilityGradient.reshape(logProbabilityGradient.size(), 1);
        NDArray means = scores.div(deviations).muli(column);
        NDArray byVariance =
                scores.square().subi(1).muli(column).addi(entropyGradient).divi(variances);
        NDArray logStd = latentSquares.transpose().matMul(byVariance).muli(parameterSquares);
        return new OutputGradient(means, new NDList(logStd.flatten()));
    }
}
