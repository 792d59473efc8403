package dev.streamgrad.learner.normalise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.record.RewardNormaliser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares with an independent calculation, which keeps all discounted returns and computes their moments from them, in two passes. */
class RewardScalingTest {

    private static final int AGENTS = 3;
    private static final int LENGTH = 7;
    private static final double GAMMA = 0.9;
    private static final double CLIP = 1.5;

    @Test
    void scalesByTheDeviationOfAllDiscountedReturnsSoFarOverSeveralBatches() {
        RandomStream random = new RandomStream(5, Domain.EVALUATION);
        RewardNormaliser normaliser = RewardNormaliser.initial(AGENTS);
        List<Double> returns = new ArrayList<>();
        double[] open = new double[AGENTS];
        int clipped = 0;
        for (int batch = 0; batch < 6; batch++) {
            double[] rewards = new double[AGENTS * LENGTH];
            boolean[] ended = new boolean[rewards.length];
            boolean[] usable = new boolean[rewards.length];
            boolean[] starts = new boolean[rewards.length];
            boolean[] closed = new boolean[rewards.length];
            for (int row = 0; row < rewards.length; row++) {
                rewards[row] = 3 * random.nextGaussian() + 1;
                ended[row] = random.nextUniform() < 0.2;
                usable[row] = random.nextUniform() > 0.1;
                starts[row] = random.nextUniform() < 0.1;
                closed[row] = !usable[row] && !ended[row] && random.nextUniform() < 0.5;
            }
            for (int row = 0; row < rewards.length; row++) {
                int agent = row / LENGTH;
                double before = starts[row] ? 0 : open[agent];
                double discounted = GAMMA * before + rewards[row];
                if (usable[row]) {
                    returns.add(discounted);
                }
                double after = usable[row] && !ended[row] ? discounted : 0;
                open[agent] = closed[row] ? before : after;
            }
            RewardScaling scaling =
                    RewardScaling.of(normaliser, rewards, LENGTH, usable, starts, ended, closed, GAMMA, CLIP);
            normaliser = scaling.normaliser();
            double deviation = Math.sqrt(variance(returns) + 1e-8);
            assertThat(normaliser.accumulators()).containsExactly(open, within(1e-12));
            for (int row = 0; row < rewards.length; row++) {
                double expected = usable[row] ? Math.max(-CLIP, Math.min(CLIP, rewards[row] / deviation)) : 0;
                clipped += Math.abs(expected) == CLIP ? 1 : 0;
                assertThat(scaling.rewards()[row]).isCloseTo(expected, within(1e-9));
            }
        }
        assertThat(clipped).as("rewards that were clipped").isPositive();
    }

    /** Population variance, including the initial mean 0 and variance 1, which have the weight of 1e-4 values. */
    private static double variance(List<Double> values) {
        double weight = 1e-4;
        double count = values.size() + weight;
        double mean = values.stream().mapToDouble(value -> value).sum() / count;
        double squares = weight * (1 + mean * mean);
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return squares / count;
    }
}
