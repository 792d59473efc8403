package dev.streamgrad.experiment;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * A figure over seeds with its 95 % percentile-bootstrap interval (Efron 1979; the interquartile mean over seeds as Agarwal et al.
 * 2021 recommend). All NaN if there are no values or a value is NaN.
 */
record Estimate(double value, double low, double high) {

    private static final int RESAMPLES = 2000;
    private static final long SEED = 1;
    private static final int DIGITS = 3;

    /** The interquartile mean: the mean of the middle half of the values; a value at its edge is weighted by the part inside. */
    static Estimate interquartileMean(double[] values) {
        return of(values, Estimate::interquartile);
    }

    /** The mean. */
    static Estimate mean(double[] values) {
        return of(values, sample -> Arrays.stream(sample).average().orElse(Double.NaN));
    }

    private static Estimate of(double[] values, ToDoubleFunction<double[]> statistic) {
        if (values.length == 0 || Arrays.stream(values).anyMatch(Double::isNaN)) {
            return new Estimate(Double.NaN, Double.NaN, Double.NaN);
        }
        SplittableRandom random = new SplittableRandom(SEED);
        double[] statistics = new double[RESAMPLES];
        double[] sample = new double[values.length];
        for (int i = 0; i < RESAMPLES; i++) {
            for (int j = 0; j < sample.length; j++) {
                sample[j] = values[random.nextInt(values.length)];
            }
            statistics[i] = statistic.applyAsDouble(sample);
        }
        double[] interval = Quantile.withDefaults().evaluate(statistics, 0.025, 0.975);
        return new Estimate(statistic.applyAsDouble(values), interval[0], interval[1]);
    }

    static double interquartile(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double quarter = sorted.length / 4.0;
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < sorted.length; i++) {
            double weight = Math.min(i + 1, sorted.length - quarter) - Math.max(i, quarter);
            if (weight > 0) {
                sum += weight * sorted[i];
                weights += weight;
            }
        }
        return sum / weights;
    }

    /** Such as {@code 487.2 [451.0, 500.0]}; a dash if the value is NaN. */
    String text() {
        return Double.isNaN(value) ? "–" : number(value) + " [" + number(low) + ", " + number(high) + "]";
    }

    /** Three significant digits or more; with an exponent only below 0.001. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        if (size >= 10 || size == 0) {
            return String.format(Locale.ROOT, "%.1f", value);
        }
        int decimals = DIGITS - 1 - (int) Math.floor(Math.log10(size));
        return String.format(Locale.ROOT, size >= 1e-3 ? "%." + decimals + "f" : "%.2e", value);
    }
}
