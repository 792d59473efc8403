package dev.streamgrad.actor.inference;

import dev.streamgrad.contract.network.ParameterLayout.Tensor;
import dev.streamgrad.contract.random.RandomStream;
import java.util.Arrays;

/**
 * Normal elements with state-dependent exploration (gSDE). The noise of element k is Σ_h l_h exp(S_hk) g_hk, where l is the last
 * hidden layer, S the policy's {@code log_std} and g one Gaussian draw each, in the order [h][k]. The draws come from the given
 * stream: as long as the stream is the same, the noise matrix is the same, and the noise depends on the state only.
 *
 * <p>The log-density is that of a single step: normal with σ_k² = Σ_h l_h² exp(2 S_hk) + 1e-6. All sums are float64 by ascending h,
 * then by ascending k; the sample is rounded to float32 once. The mode is the mean.
 */
public final class StateDependentGaussian implements ActionDistribution {

    private static final double HALF_LOG_TWO_PI = 0.5 * StrictMath.log(2 * Math.PI);
    private static final double EPSILON = 1e-6;

    private final int latents;
    private final int elements;
    private final int offset;
    private final double[] deviations;
    private final double[] variances;
    private final double[] noise;
    private float[] latent = new float[0];

    /**
     * Creates a distribution for a matrix of log standard deviations, [latent][element]. Call {@link #load} and {@link #attend}
     * before the first use.
     */
    public StateDependentGaussian(Tensor logStd) {
        latents = logStd.rows();
        elements = logStd.columns();
        offset = logStd.offset();
        deviations = new double[latents * elements];
        variances = new double[elements];
        noise = new double[elements];
    }

    @Override
    public void load(float[] parameters) {
        for (int i = 0; i < deviations.length; i++) {
            deviations[i] = StrictMath.exp(parameters[offset + i]);
        }
    }

    @Override
    public void attend(float[] lastHiddenLayer) {
        latent = lastHiddenLayer;
    }

    @Override
    public void sample(float[] means, int row, RandomStream random, float[] actions, int at) {
        Arrays.fill(noise, 0);
        int state = row / elements * latents;
        for (int h = 0; h < latents; h++) {
            for (int k = 0; k < elements; k++) {
                noise[k] += latent[state + h] * deviations[h * elements + k] * random.nextGaussian();
            }
        }
        for (int k = 0; k < elements; k++) {
            actions[at + k] = (float) (means[row + k] + noise[k]);
        }
    }

    @Override
    public void mode(float[] means, int row, float[] actions, int at) {
        System.arraycopy(means, row, actions, at, elements);
    }

    @Override
    public float logProbability(float[] means, int row, float[] actions, int at) {
        Arrays.fill(variances, 0);
        int state = row / elements * latents;
        for (int h = 0; h < latents; h++) {
            for (int k = 0; k < elements; k++) {
                double part = latent[state + h] * deviations[h * elements + k];
                variances[k] += part * part;
            }
        }
        double sum = 0;
        for (int k = 0; k < elements; k++) {
            double variance = variances[k] + EPSILON;
            double difference = (double) actions[at + k] - means[row + k];
            sum += -0.5 * difference * difference / variance - 0.5 * StrictMath.log(variance) - HALF_LOG_TWO_PI;
        }
        return (float) sum;
    }
}
