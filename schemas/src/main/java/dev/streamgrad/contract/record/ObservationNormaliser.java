package dev.streamgrad.contract.record;

import java.util.Arrays;

/**
 * Running statistics of observations. They are part of a policy version, since its weights are valid only with them. An actor feeds its
 * network {@code clip((x − mean) / sqrt(variance + 1e-8), ±clip)}, computed in float64 and rounded to float32 once.
 *
 * @param count weight of the statistics; 1e-4 at the start
 * @param mean per observation feature; empty if observations are not normalised
 * @param variance per observation feature, population form; empty if observations are not normalised
 * @param clip bound on a normalised feature
 */
public record ObservationNormaliser(double count, double[] mean, double[] variance, double clip) {

    /** Weight of the initial mean 0 and variance 1. */
    public static final double INITIAL_COUNT = 1e-4;

    /** Added to the variance to keep the division finite. */
    public static final double EPSILON = 1e-8;

    /** Does not normalise observations. */
    public static final ObservationNormaliser NONE =
            new ObservationNormaliser(0, new double[0], new double[0], Double.POSITIVE_INFINITY);

    /** The initial statistics of {@code features} features: mean 0 and variance 1. */
    public static ObservationNormaliser initial(int features, double clip) {
        double[] variance = new double[features];
        Arrays.fill(variance, 1.0);
        return new ObservationNormaliser(INITIAL_COUNT, new double[features], variance, clip);
    }

    /** Whether observations are normalised. */
    public boolean active() {
        return mean.length > 0;
    }

    /**
     * Normalises rows of features in place.
     *
     * @param rows row-major
     * @param length number of elements to normalise, a multiple of the number of features
     */
    public void apply(float[] rows, int length) {
        if (!active()) {
            return;
        }
        int features = mean.length;
        double[] scale = new double[features];
        for (int i = 0; i < features; i++) {
            scale[i] = Math.sqrt(variance[i] + EPSILON);
        }
        for (int i = 0; i < length; i++) {
            int feature = i % features;
            double normal = (rows[i] - mean[feature]) / scale[feature];
            rows[i] = (float) Math.max(-clip, Math.min(clip, normal));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ObservationNormaliser that
                && count == that.count
                && clip == that.clip
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(variance, that.variance);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(mean) * 31 + Arrays.hashCode(variance);
    }
}
