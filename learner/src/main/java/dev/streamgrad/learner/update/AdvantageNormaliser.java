package dev.streamgrad.learner.update;

/**
 * Normalises advantages to mean 0 and sample deviation 1: (a − mean) / (deviation + 1e-8), in float64 and two passes, so that constant
 * advantages become zeros. Fewer than two rows are not changed.
 */
final class AdvantageNormaliser {

    private static final double GUARD = 1e-8;

    private AdvantageNormaliser() {}

    /** Normalises {@code from} … {@code to − 1} of {@code order}'s advantages into {@code result}. */
    static void normalise(double[] advantages, int[] order, int from, int to, float[] result) {
        int count = to - from;
        double mean = 0;
        for (int i = from; i < to; i++) {
            mean += advantages[order[i]];
        }
        mean /= count;
        double squares = 0;
        for (int i = from; i < to; i++) {
            double deviation = advantages[order[i]] - mean;
            squares += deviation * deviation;
        }
        double scale = Math.sqrt(squares / (count - 1)) + GUARD;
        for (int i = from; i < to; i++) {
            double advantage = advantages[order[i]];
            result[i] = (float) (count < 2 ? advantage : (advantage - mean) / scale);
        }
    }
}
