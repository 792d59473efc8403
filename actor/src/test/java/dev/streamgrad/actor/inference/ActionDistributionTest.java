package dev.streamgrad.actor.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.streamgrad.contract.network.ParameterLayout.Tensor;
import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import org.junit.jupiter.api.Test;

final class ActionDistributionTest {

    private static final int DRAWS = 20_000;

    private final RandomStream random = new RandomStream(11, Domain.ACTION);

    @Test
    void categoricalSamplesHaveItsProbabilities() {
        float[] logits = {99, 0, (float) StrictMath.log(2), (float) StrictMath.log(5)};
        int[] counts = new int[3];
        float[] action = new float[2];
        Categorical categorical = new Categorical(3);
        for (int i = 0; i < DRAWS; i++) {
            categorical.sample(logits, 1, random.at(0, i), action, 1);
            counts[(int) action[1]]++;
        }
        for (int i = 0; i < 3; i++) {
            assertThat(counts[i] / (double) DRAWS).isCloseTo(new double[] {.125, .25, .625}[i], within(0.01));
        }
    }

    @Test
    void categoricalTakesTheFirstActionWhoseCumulativeSumPassesTheUniform() {
        float[] logits = {0, (float) StrictMath.log(2), (float) StrictMath.log(5)};
        float[] action = new float[1];
        Categorical categorical = new Categorical(3);
        for (int i = 0; i < 100; i++) {
            double uniform = random.at(4, i).nextUniform();
            categorical.sample(logits, 0, random.at(4, i), action, 0);
            assertThat(action[0]).isEqualTo(uniform < .125 ? 0f : uniform < .375 ? 1f : 2f);
        }
    }

    @Test
    void categoricalNeverDrawsAnActionOfProbabilityZero() {
        float[] logits = {Float.NEGATIVE_INFINITY, 0, -2000, 0, Float.NEGATIVE_INFINITY};
        float[] action = new float[1];
        Categorical categorical = new Categorical(5);
        for (int i = 0; i < DRAWS; i++) {
            categorical.sample(logits, 0, random.at(0, i), action, 0);
            assertThat(action[0]).isIn(1f, 3f);
        }
    }

    @Test
    void theLogProbabilityOfInvalidLogitsIsNaN() {
        float none = Float.NEGATIVE_INFINITY;
        for (float[] logits : new float[][] {{0, Float.NaN}, {none, none}, {0, Float.POSITIVE_INFINITY}}) {
            assertThat(new Categorical(2).logProbability(logits, 0, new float[1], 0))
                    .isNaN();
        }
        assertThat(new Bernoulli(2).logProbability(new float[] {0, Float.NaN}, 0, new float[2], 0))
                .isNaN();
    }

    @Test
    void theFirstOfEqualLogitsIsTheMode() {
        float[] action = new float[1];
        new Categorical(4).mode(new float[] {0, 3, 3, 1}, 0, action, 0);
        assertThat(action[0]).isEqualTo(1f);
    }

    @Test
    void eachOfSeveralActionsHasItsOwnProbabilities() {
        float[] logits = {99, 0, (float) StrictMath.log(3), (float) StrictMath.log(4), 0, Float.NEGATIVE_INFINITY};
        float[] action = new float[2];
        MultiCategorical several = new MultiCategorical(new int[] {2, 3});
        int[] seconds = new int[2];
        for (int i = 0; i < DRAWS; i++) {
            several.sample(logits, 1, random.at(0, i), action, 0);
            seconds[0] += action[0] == 1 ? 1 : 0;
            seconds[1] += action[1] == 1 ? 1 : 0;
            assertThat(action[1]).isLessThan(2);
        }
        assertThat(seconds[0] / (double) DRAWS).isCloseTo(0.75, within(0.01));
        assertThat(seconds[1] / (double) DRAWS).isCloseTo(0.2, within(0.01));
        several.mode(logits, 1, action, 0);
        assertThat(action).containsExactly(1, 0);
    }

    @Test
    void eachBinaryElementHasItsOwnProbability() {
        float[] logits = {99, (float) StrictMath.log(3), -200, (float) StrictMath.log(0.25)};
        float[] action = new float[3];
        Bernoulli bernoulli = new Bernoulli(3);
        double[] ones = new double[3];
        for (int i = 0; i < DRAWS; i++) {
            bernoulli.sample(logits, 1, random.at(0, i), action, 0);
            for (int k = 0; k < 3; k++) {
                ones[k] += action[k] / DRAWS;
            }
        }
        assertThat(ones[0]).isCloseTo(0.75, within(0.01));
        assertThat(ones[1]).isZero();
        assertThat(ones[2]).isCloseTo(0.2, within(0.01));
        bernoulli.mode(logits, 1, action, 0);
        assertThat(action).containsExactly(1, 0, 0);
    }

    @Test
    void gaussianSamplesHaveItsMeanAndDeviation() {
        DiagonalGaussian gaussian = new DiagonalGaussian(new Tensor("log_std", 2, 1, 1));
        gaussian.load(new float[] {0, (float) StrictMath.log(3), (float) StrictMath.log(0.5)});
        float[] means = {0, 2, -1};
        float[] action = new float[2];
        double[] sums = new double[4];
        for (int i = 0; i < DRAWS; i++) {
            gaussian.sample(means, 1, random.at(0, i), action, 0);
            for (int k = 0; k < 2; k++) {
                sums[k] += action[k] / DRAWS;
                sums[2 + k] += action[k] * (double) action[k] / DRAWS;
            }
        }
        assertThat(sums[0]).isCloseTo(2, within(0.1));
        assertThat(sums[1]).isCloseTo(-1, within(0.02));
        assertThat(Math.sqrt(sums[2] - sums[0] * sums[0])).isCloseTo(3, within(0.05));
        assertThat(Math.sqrt(sums[3] - sums[1] * sums[1])).isCloseTo(0.5, within(0.01));
    }
}
