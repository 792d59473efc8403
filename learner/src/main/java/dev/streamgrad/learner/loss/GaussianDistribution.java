package dev.streamgrad.learner.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * Independent normals with a state-independent deviation. With z = (a − μ)/σ: log π(a) = Σ_k (−z²/2 − log σ − ½ log 2π), ∂/∂μ =
 * z/σ, ∂/∂log σ = z² − 1; the entropy Σ_k (½ + ½ log 2π + log σ) has ∂/∂log σ = 1.
 */
public final class GaussianDistribution implements PolicyDistribution {

    private static final int[] ROWS = {0};
    private static final int[] DIMENSIONS = {1};
    private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

    private final NDArray scores;
    private final NDArray deviations;
    private final NDArray logProbabilities;
    private final NDArray entropies;

    /**
     * The distribution of every row.
     *
     * @param means [B, K]
     * @param logStd [K]
     * @param actions [B, K]
     */
    public GaussianDistribution(NDArray means, NDArray logStd, NDArray actions) {
        long dimensions = means.getShape().get(1);
        NDArray logDeviations = means.zerosLike().addi(logStd);
        deviations = logDeviations.exp();
        scores = actions.sub(means).divi(deviations);
        NDArray logSum = logDeviations.sum(DIMENSIONS);
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
        long rows = logProbabilityGradient.size();
        NDArray column = logProbabilityGradient.reshape(rows, 1);
        NDArray means = scores.div(deviations).muli(column);
        NDArray logStd = scores.square().subi(1).muli(column).sum(ROWS).addi(entropyGradient * rows);
        return new OutputGradient(means, new NDList(logStd));
    }
}
