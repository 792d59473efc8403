package dev.streamgrad.contract.record;

/**
 * Running statistics of the discounted return. Rewards are divided by its standard deviation. Part of the learner's state only.
 *
 * @param count weight of the statistics; 1e-4 at the start
 * @param mean mean of the discounted return
 * @param variance variance of the discounted return, population form
 * @param accumulators per agent, R ← γR + r, zero after an episode's end; empty if rewards are not normalised
 */
public record RewardNormaliser(double count, double mean, double variance, double[] accumulators) {

    /** Does not normalise rewards. */
    public static final RewardNormaliser NONE = new RewardNormaliser(0, 0, 1, new double[0]);

    /** The initial statistics for {@code agents} agents: mean 0 and variance 1. */
    public static RewardNormaliser initial(int agents) {
        return new RewardNormaliser(ObservationNormaliser.INITIAL_COUNT, 0, 1, new double[agents]);
    }

    /** Whether rewards are normalised. */
    public boolean active() {
        return accumulators.length > 0;
    }
}
