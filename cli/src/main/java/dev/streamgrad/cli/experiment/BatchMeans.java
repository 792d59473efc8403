package dev.streamgrad.cli.experiment;

import dev.streamgrad.learner.rollout.RolloutBatch;
import java.util.ArrayList;
import java.util.List;

/** How far the mean observations of batches lie apart, beside how far single observations do; and how alike neighbouring rows are. */
final class BatchMeans {

    private final List<double[]> means = new ArrayList<>();
    private double[] sums = new double[0];
    private double[] squares = new double[0];
    private double[] products = new double[0]; // of a row and the next one of its batch
    private double[] firsts = new double[0]; // of the rows that have a next one
    private double[] seconds = new double[0];
    private long rows;
    private int rowsOfOne;

    void add(RolloutBatch batch) {
        int features = batch.features();
        if (sums.length == 0) {
            sums = new double[features];
            squares = new double[features];
            products = new double[features];
            firsts = new double[features];
            seconds = new double[features];
        }
        rowsOfOne = batch.rows();
        double[] mean = new double[features];
        for (int row = 0; row < rowsOfOne; row++) {
            for (int feature = 0; feature < features; feature++) {
                double value = batch.observations()[row * features + feature];
                mean[feature] += value / rowsOfOne;
                sums[feature] += value;
                squares[feature] += value * value;
                if (row + 1 < rowsOfOne) {
                    double next = batch.observations()[(row + 1) * features + feature];
                    products[feature] += value * next;
                    firsts[feature] += value;
                    seconds[feature] += next;
                }
            }
        }
        rows += rowsOfOne;
        means.add(mean);
    }

    /**
     * Lag-1 autocorrelation of the observations along the flat batch (agent · T + t), mean over features: the covariance of a row with the
     * next over the variance of a row, both about the mean of all rows. NaN for batches of one row.
     */
    double autocorrelation() {
        double pairs = (double) means.size() * (rowsOfOne - 1);
        double total = 0;
        for (int feature = 0; feature < sums.length; feature++) {
            double mean = sums[feature] / rows;
            double variance = squares[feature] / rows - mean * mean;
            double covariance = (products[feature] - mean * (firsts[feature] + seconds[feature])) / pairs + mean * mean;
            total += covariance / variance;
        }
        return total / sums.length;
    }

    /**
     * Variance of a row / variance of a batch's mean, mean over features: as many independent rows have a mean as certain. No more
     * than the batch has, but for chance.
     */
    double effectiveRows() {
        double total = 0;
        for (int feature = 0; feature < sums.length; feature++) {
            double mean = sums[feature] / rows;
            double ofRows = squares[feature] / rows - mean * mean;
            double ofMeans = 0;
            for (double[] one : means) {
                ofMeans += (one[feature] - mean) * (one[feature] - mean) / (means.size() - 1);
            }
            total += ofRows / ofMeans;
        }
        return total / sums.length;
    }
}
