package dev.streamgrad.learner.normalise;

import dev.streamgrad.contract.record.ObservationNormaliser;
import dev.streamgrad.contract.record.RewardNormaliser;
import java.util.Arrays;

/**
 * Adds a batch to a running mean and variance (Chan, Golub and LeVeque 1979, the parallel form that Stable-Baselines3's and
 * Gymnasium's normalisers use), in float64.
 */
public final class Moments {

    private Moments() {}

    /**
     * The statistics after adding a batch of observations. Rows are read in the given order, so that the result does not depend on
     * the order of arrival.
     *
     * @param rows row-major raw observations
     * @return {@code before} itself if observations are not normalised or there are no rows
     */
    public static ObservationNormaliser fold(ObservationNormaliser before, float[] rows) {
        if (!before.active() || rows.length == 0) {
            return before;
        }
        int features = before.mean().length;
        int count = rows.length / features;
        double[] mean = new double[features];
        double[] variance = new double[features];
        double total = before.count() + count;
        for (int feature = 0; feature < features; feature++) {
            double batchMean = 0;
            for (int i = feature; i < rows.length; i += features) {
                batchMean += rows[i];
            }
            batchMean /= count;
            double squares = 0;
            for (int i = feature; i < rows.length; i += features) {
                double deviation = rows[i] - batchMean;
                squares += deviation * deviation;
            }
            double delta = batchMean - before.mean()[feature];
            mean[feature] = before.mean()[feature] + delta * count / total;
            variance[feature] = merged(before.variance()[feature], before.count(), squares, count, delta);
        }
        return new ObservationNormaliser(total, mean, variance, before.clip());
    }

    /** The statistics after adding the first {@code count} discounted returns, with new accumulators. */
    public static RewardNormaliser fold(RewardNormaliser before, double[] returns, int count, double[] accumulators) {
        if (count == 0) {
            return new RewardNormaliser(before.count(), before.mean(), before.variance(), accumulators);
        }
        double batchMean = 0;
        for (int i = 0; i < count; i++) {
            batchMean += returns[i];
        }
        batchMean /= count;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            squares += (returns[i] - batchMean) * (returns[i] - batchMean);
        }
        double delta = batchMean - before.mean();
        double total = before.count() + count;
        return new RewardNormaliser(
                total,
                before.mean() + delta * count / total,
                merged(before.variance(), before.count(), squares, count, delta),
                accumulators);
    }

    /** Whether the statistics are finite. A huge observation can make them infinite, and they never become finite again. */
    public static boolean finite(ObservationNormaliser statistics) {
        return Arrays.stream(statistics.mean()).allMatch(Double::isFinite)
                && Arrays.stream(statistics.variance()).allMatch(Double::isFinite);
    }

    /** Whether the statistics are finite. A huge reward can make them infinite, and they never become finite again. */
    public static boolean finite(RewardNormaliser statistics) {
        return Double.isFinite(statistics.mean()) && Double.isFinite(statistics.variance());
    }

    private static double merged(double variance, double weight, double squares, int count, double delta) {
        double total = weight + count;
        return (variance * weight + squares + delta * delta * weight * count / total) / total;
    }
}
