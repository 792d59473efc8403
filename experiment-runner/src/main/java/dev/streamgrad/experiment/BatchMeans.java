package dev.streamgrad.experiment;

import dev.streamgrad.learner.rollout.RolloutBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Correlations between the rows of a batch, estimated from many batches: of an agent's row with its next one, of the rows of two agents at
 * one step, and of all rows together, by the variance of the batch means. Every figure is a mean over the features of an observation.
 */
final class BatchMeans {

    private final int agents;
    private final int length;
    private final List<double[]> means = new ArrayList<>();
    private double[] sums = new double[0];
    private double[] squares = new double[0];
    private double[] nexts = new double[0]; // products of an agent's row and its next
    private double[] ends = new double[0]; // sums of both rows of such pairs
    private double[] across = new double[0]; // products of the rows of two agents at one step, each pair twice

    /** For batches of {@code agents} × {@code length} rows. */
    BatchMeans(int agents, int length) {
        this.agents = agents;
        this.length = length;
    }

    void add(RolloutBatch batch) {
        int features = batch.features();
        if (sums.length == 0) {
            sums = new double[features];
            squares = new double[features];
            nexts = new double[features];
            ends = new double[features];
            across = new double[features];
        }
        double[] mean = new double[features];
        for (int feature = 0; feature < features; feature++) {
            mean[feature] = add(batch, feature) / (agents * length);
        }
        means.add(mean);
    }

    /** Adds one feature of every row; row agent · T + t is step t of an agent. Returns the feature's sum. */
    private double add(RolloutBatch batch, int feature) {
        double total = 0;
        for (int step = 0; step < length; step++) {
            double sum = 0;
            double square = 0;
            for (int agent = 0; agent < agents; agent++) {
                int row = agent * length + step;
                double value = batch.observations()[row * batch.features() + feature];
                sum += value;
                square += value * value;
                if (step + 1 < length) {
                    double next = batch.observations()[(row + 1) * batch.features() + feature];
                    nexts[feature] += value * next;
                    ends[feature] += value + next;
                }
            }
            squares[feature] += square;
            across[feature] += sum * sum - square; // Σ over a ≠ b of x_a · x_b
            total += sum;
        }
        sums[feature] += total;
        return total;
    }

    /** Lag-1 autocorrelation of an agent's observations; NaN if an agent has one row. */
    double autocorrelation() {
        double pairs = (double) means.size() * agents * (length - 1);
        return overFeatures(feature -> {
            double mean = mean(feature);
            return ((nexts[feature] - mean * ends[feature]) / pairs + mean * mean) / variance(feature);
        });
    }

    /** Correlation of two agents' observations at one step; NaN if there is one agent. */
    double betweenAgents() {
        double pairs = (double) means.size() * length * agents * (agents - 1);
        return overFeatures(feature -> (across[feature] / pairs - mean(feature) * mean(feature)) / variance(feature));
    }

    /**
     * The number of independent rows whose mean has the same variance as the batch's mean: the batch's rows divided by Kish's design effect
     * (variance of the mean / its variance if the rows were independent). Sampling error apart, at most the number of rows in the batch.
     */
    double effectiveRows() {
        return 1
                / overFeatures(feature -> {
                    double mean = mean(feature);
                    double apart = means.stream()
                            .mapToDouble(one -> (one[feature] - mean) * (one[feature] - mean))
                            .sum();
                    return apart / (means.size() - 1) / variance(feature);
                });
    }

    private double mean(int feature) {
        return sums[feature] / rows();
    }

    private double variance(int feature) {
        return squares[feature] / rows() - mean(feature) * mean(feature);
    }

    private double rows() {
        return (double) means.size() * agents * length;
    }

    private double overFeatures(IntToDoubleFunction figure) {
        return IntStream.range(0, sums.length).mapToDouble(figure).average().orElse(Double.NaN);
    }
}
