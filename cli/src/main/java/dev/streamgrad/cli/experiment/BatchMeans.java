package dev.streamgrad.cli.experiment;

import dev.streamgrad.learner.rollout.RolloutBatch;
import java.util.ArrayList;
import java.util.List;

/** How far the mean observations of batches lie apart, beside how far single observations do. */
final class BatchMeans {

    private final List<double[]> means = new ArrayList<>();
    private double[] sums = new double[0];
    private double[] squares = new double[0];
    private long rows;
    private int rowsOfOne;

    void add(RolloutBatch batch) {
        int features = batch.features();
        if (sums.length == 0) {
            sums = new double[features];
            squares = new double[features];
        }
        rowsOfOne = batch.rows();
        double[] mean = new double[features];
        for (int row = 0; row < rowsOfOne; row++) {
            for (int feature = 0; feature < features; feature++) {
                double value = batch.observations()[row * features + feature];
                mean[feature] += value / rowsOfOne;
                sums[feature] += value;
                squares[feature] += value * value;
            }
        }
        rows += rowsOfOne;
        means.add(mean);
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
