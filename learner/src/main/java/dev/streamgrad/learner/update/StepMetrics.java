package dev.streamgrad.learner.update;

import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;

/**
 * The metrics of the gradient steps of one update, read back in one copy: means over the steps, as Stable-Baselines3 logs them; NaN if no
 * step was taken.
 *
 * @param steps gradient steps taken
 * @param policyLoss mean policy loss
 * @param valueLoss mean value loss
 * @param entropy mean entropy, nats
 * @param approximateKl mean approximate KL, including the minibatch at which the KL bound ended the update
 * @param clipFraction mean fraction of rows whose ratio was outside the clip range
 * @param gradientNorm mean global norm before clipping
 * @param finite whether every number was finite, including those of the minibatch at which the KL bound ended the update
 */
record StepMetrics(
        int steps,
        double policyLoss,
        double valueLoss,
        double entropy,
        double approximateKl,
        double clipFraction,
        double gradientNorm,
        boolean finite) {

    private static final int COLUMNS = Objective.MEANS + 1;
    private static final int KL = 3;

    /**
     * Reads the metrics back from the device.
     *
     * @param steps one row per step, [7]: {@link Objective.LossGradient#means}, then the norm
     * @param rejected the means, [6], of the minibatch at which the KL bound ended the update; empty if it did not
     */
    static StepMetrics of(NDList steps, NDList rejected) {
        float[] table = steps.isEmpty() ? new float[0] : NDArrays.stack(steps).toFloatArray();
        float[] last = rejected.isEmpty() ? new float[0] : rejected.get(0).toFloatArray();
        double[] sums = new double[COLUMNS];
        for (int i = 0; i < table.length; i++) {
            sums[i % COLUMNS] += table[i];
        }
        int count = steps.size();
        double kl = sums[KL] + (rejected.isEmpty() ? 0 : last[KL]);
        return new StepMetrics(
                count,
                sums[0] / count,
                sums[1] / count,
                sums[2] / count,
                kl / (count + rejected.size()),
                sums[4] / count,
                sums[COLUMNS - 1] / count,
                finite(table) && finite(last));
    }

    private static boolean finite(float[] numbers) {
        for (float number : numbers) {
            if (!Float.isFinite(number)) {
                return false;
            }
        }
        return true;
    }
}
