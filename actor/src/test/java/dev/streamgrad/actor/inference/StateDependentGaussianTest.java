package dev.streamgrad.actor.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.streamgrad.contract.network.ParameterLayout.Tensor;
import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import org.junit.jupiter.api.Test;

/** Tests state-dependent exploration. The expected numbers were computed by hand from the formula of the class. */
final class StateDependentGaussianTest {

    private static final int DRAWS = 20_000;

    private final RandomStream random = new RandomStream(11, Domain.ACTION);

    /** Two latents, two elements; exp(S) is [[1, 2], [3, 0.5]]. */
    private final StateDependentGaussian gaussian = loaded();

    private static StateDependentGaussian loaded() {
        StateDependentGaussian gaussian = new StateDependentGaussian(new Tensor("log_std", 2, 2, 1));
        gaussian.load(new float[] {99, 0, (float) Math.log(2), (float) Math.log(3), (float) Math.log(0.5)});
        return gaussian;
    }

    @Test
    void theDensityIsThatOfASingleStep() {
        gaussian.attend(new float[] {9, 9, 0.5f, -0.2f});
        // σ² of the second row: 0.25·1 + 0.04·9 = 0.61 and 0.25·4 + 0.04·0.25 = 1.01
        double expected = -0.5 * 0.7 * 0.7 / (0.61 + 1e-6)
                - 0.5 * Math.log(0.61 + 1e-6)
                - 0.5 * 1.1 * 1.1 / (1.01 + 1e-6)
                - 0.5 * Math.log(1.01 + 1e-6)
                - Math.log(2 * Math.PI);
        float[] means = {9, 9, 1, 2};
        float actual = gaussian.logProbability(means, 2, new float[] {0, 1.7f, 0.9f}, 1);
        assertThat((double) actual).isCloseTo(expected, within(1e-6));
    }

    @Test
    void samplesOverManyMatricesHaveTheVarianceOfTheDensity() {
        gaussian.attend(new float[] {0.5f, -0.2f});
        float[] action = new float[2];
        double[] squares = new double[2];
        for (int i = 0; i < DRAWS; i++) {
            gaussian.sample(new float[] {1, 2}, 0, random.at(0, i), action, 0);
            squares[0] += (action[0] - 1) * (action[0] - 1) / DRAWS;
            squares[1] += (action[1] - 2) * (action[1] - 2) / DRAWS;
        }
        assertThat(squares[0]).isCloseTo(0.61, within(0.02));
        assertThat(squares[1]).isCloseTo(1.01, within(0.03));
    }

    @Test
    void heldNoiseDependsOnTheStateOnly() {
        float[] means = {0, 0};
        float[] one = draw(new float[] {0.5f, -0.2f}, means);
        assertThat(draw(new float[] {0.5f, -0.2f}, means)).containsExactly(one);
        float[] twice = draw(new float[] {1, -0.4f}, means);
        assertThat(twice[0]).isCloseTo(2 * one[0], within(1e-6f));
        assertThat(twice[1]).isCloseTo(2 * one[1], within(1e-6f));
        assertThat(draw(new float[] {0, 0}, new float[] {3, 4})).containsExactly(3, 4);
    }

    private float[] draw(float[] latent, float[] means) {
        float[] action = new float[2];
        gaussian.attend(latent);
        gaussian.sample(means, 0, random.at(7, 40), action, 0);
        return action;
    }
}
