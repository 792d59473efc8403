package dev.streamgrad.learner.update;

/** The sources of the metrics of an update that was learned. */
record UpdateStatistics(Objective objective, UpdateInputs inputs, StepMetrics steps, double learningRate) {

    /** 1 − var(target − value) / var(target), population variances; NaN for constant targets. */
    double explainedVariance() {
        double[] targets = inputs.targets();
        double[] residuals = new double[targets.length];
        for (int i = 0; i < residuals.length; i++) {
            residuals[i] = targets[i] - inputs.values()[i];
        }
        double variance = variance(targets);
        return variance == 0 ? Double.NaN : 1 - variance(residuals) / variance;
    }

    private static double variance(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return squares / values.length;
    }
}
