package dev.streamgrad.contract.record;

/**
 * Running statistics of the discounted return, by whose deviation rewards are divided; learner state only.
 *
 * @param count weight of the statistics; 1e-4 at the start
 * @param mean of the discounted return
 * @param variance of the discounted return, population form
 * @param accumulators per agent, R ← γR + r, zero after an episode's end; empty where rewards are not normalised
 */
public record RewardNormaliser(double count, double mean, double variance, double[] accumulators) {

    /** Leaves rewards as they are. */
    public static final RewardNormaliser NONE = new RewardNormaliser(0, 0, 1, new double[0]);

    /** Mean 0 and variance 1, over {@code agents}. */
    public static RewardNormaliser initial(int agents) {
        return new RewardNormaliser(ObservationNormaliser.INITIAL_COUNT, 0, 1, new double[agents]);
    }

    /** Whether rewards change at all. */
    public boolean active() {
        return accumulators.length > 0;
    }
}
