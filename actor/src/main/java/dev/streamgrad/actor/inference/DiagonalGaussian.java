package dev.streamgrad.actor.inference;

import dev.streamgrad.contract.network.ParameterLayout.Tensor;
import dev.streamgrad.contract.random.RandomStream;

/**
 * Independent normal elements. The head outputs the means; the policy has one log standard deviation per element.
 *
 * <p>A sample is mean + exp(logStd) · g in float64, with one Gaussian draw g per element in order, rounded to float32. The
 * log-density is that of the rounded sample, Σ −½ ((a − mean) / exp(logStd))² − logStd − ½ ln 2π, summed in float64 by ascending
 * element. The mode is the mean.
 */
public final class DiagonalGaussian implements ActionDistribution {

    private static final double HALF_LOG_TWO_PI = 0.5 * StrictMath.log(2 * Math.PI);

    private final int offset;
    private final double[] logDeviations;
    private final double[] deviations;

    /** Creates a distribution for a vector of log standard deviations. Call {@link #load} before the first use. */
    public DiagonalGaussian(Tensor logStd) {
        offset = logStd.offset();
        logDeviations = new double[logStd.size()];
        deviations = new double[logStd.size()];
    }

    @Override
    public void load(float[] parameters) {
        for (int i = 0; i < deviations.length; i++) {
            logDeviations[i] = parameters[offset + i];
            deviations[i] = StrictMath.exp(logDeviations[i]);
        }
    }

    @Override
    public void sample(float[] means, int row, RandomStream random, float[] actions, int at) {
        for (int i = 0; i < deviations.length; i++) {
            actions[at + i] = (float) (means[row + i] + deviations[i] * random.nextGaussian());
        }
    }

    @Override
    public void mode(float[] means, int row, float[] actions, int at) {
        System.arraycopy(means, row, actions, at, deviations.length);
    }

    @Override
    public float logProbability(float[] means, int row, float[] actions, int at) {
        double sum = 0;
        for (int i = 0; i < deviations.length; i++) {
            double normal = ((double) actions[at + i] - means[row + i]) / deviations[i];
            sum += -0.5 * normal * normal - logDeviations[i] - HALF_LOG_TWO_PI;
        }
        return (float) sum;
    }
}
