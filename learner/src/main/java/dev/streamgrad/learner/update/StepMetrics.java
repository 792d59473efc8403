package dev.streamgrad.learner.update;

import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;

/**
 * What the gradient steps of one update saw, read back in one copy. Means over the steps, as Stable-Baselines3 logs them; NaN where no
 * step was taken.
 *
 * @param steps gradient steps taken
 * @param policyLoss mean policy loss
 * @param valueLoss mean value loss
 * @param entropy mean entropy, nats
 * @param approximateKl mean approximate KL, that of the minibatch included at which the KL bound ended the update
 * @param clipFraction mean part of rows whose ratio left the clip range
 * @param gradientNorm mean global norm before clipping
 * @param finite whether every number was finite, of the minibatch at which the update ended too
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
     * Reads back.
     *
     * @param steps one row per step, [7]: {@link Objective.LossGradient#means}, then the norm
     * @param refused the means, [6], of the minibatch at which the KL bound ended the update; empty where it did not
     */
    static StepMetrics of(NDList steps, NDList refused) {
        float[] table = steps.isEmpty() ? new float[0] : NDArrays.stack(steps).toFloatArray();
        float[] last = refused.isEmpty() ? new float[0] : refused.get(0).toFloatArray();
        double[] sums = new double[COLUMNS];
        for (int i = 0; i < table.length; i++) {
            sums[i % COLUMNS] += table[i];
        }
        int count = steps.size();
        double kl = sums[KL] + (refused.isEmpty() ? 0 : last[KL]);
        return new StepMetrics(
                count,
                sums[0] / count,
                sums[1] / count,
                sums[2] / count,
                kl / (count + refused.size()),
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
