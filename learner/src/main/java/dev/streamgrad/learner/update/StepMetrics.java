package dev.streamgrad.learner.update;

import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;

/**
 * What the gradient steps of one update saw, read back in one copy. Means over the steps, as Stable-Baselines3 logs them.
 *
 * @param steps gradient steps taken
 * @param policyLoss mean policy loss
 * @param valueLoss mean value loss
 * @param entropy mean entropy, nats
 * @param approximateKl mean approximate KL
 * @param clipFraction mean part of rows whose ratio left the clip range
 * @param gradientNorm mean global norm before clipping
 * @param stopped whether the KL bound ended the update early
 * @param finite whether every number of every step was finite
 */
record StepMetrics(
        int steps,
        double policyLoss,
        double valueLoss,
        double entropy,
        double approximateKl,
        double clipFraction,
        double gradientNorm,
        boolean stopped,
        boolean finite) {

    private static final int COLUMNS = Objective.MEANS + 1;

    static StepMetrics of(NDList steps, boolean stopped) {
        if (steps.isEmpty()) {
            return new StepMetrics(0, 0, 0, 0, 0, 0, 0, stopped, true);
        }
        float[] table = NDArrays.stack(steps).toFloatArray();
        double[] sums = new double[COLUMNS];
        boolean finite = true;
        for (int i = 0; i < table.length; i++) {
            sums[i % COLUMNS] += table[i];
            finite &= Float.isFinite(table[i]);
        }
        int count = steps.size();
        return new StepMetrics(
                count,
                sums[0] / count,
                sums[1] / count,
                sums[2] / count,
                sums[3] / count,
                sums[4] / count,
                sums[5] / count,
                stopped,
                finite);
    }
}
