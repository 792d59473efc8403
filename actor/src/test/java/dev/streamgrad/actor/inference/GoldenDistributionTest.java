package dev.streamgrad.actor.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.streamgrad.contract.network.ParameterLayout.Tensor;
import dev.streamgrad.environment.Golden;
import org.junit.jupiter.api.Test;

/**
 * Compares log-probabilities and modes with float64 values for Stable-Baselines3's inputs. Ours are float64, rounded to float32
 * once. So the tolerance is one float32 rounding, 2^-24 of the magnitude, plus 1e-12 of float64 noise, which matters only near
 * zero. Stable-Baselines3's own float32 results are not used: if deviations are tiny, they are wrong by up to 9 times their value.
 */
final class GoldenDistributionTest {

    @Test
    void categoricalLogProbabilitiesAndModes() {
        for (JsonNode golden : Golden.read("categorical").get("cases")) {
            for (int row = 0; row < golden.get("logits").size(); row++) {
                float[] logits = Golden.floats(golden.get("logits").get(row));
                double[] expected = Golden.doubles(golden.get("log_prob_f64").get(row));
                Categorical categorical = new Categorical(logits.length);
                float[] action = new float[1];
                for (int i = 0; i < logits.length; i++) {
                    action[0] = i;
                    check(
                            golden.get("name") + " row " + row,
                            categorical.logProbability(logits, 0, action, 0),
                            expected[i]);
                }
                categorical.mode(logits, 0, action, 0);
                assertThat((int) action[0])
                        .isEqualTo(golden.get("mode").get(row).asInt());
            }
        }
    }

    @Test
    void gaussianLogProbabilities() {
        for (JsonNode golden : Golden.read("gaussian").get("cases")) {
            double[] expected = Golden.doubles(golden.get("log_prob_f64"));
            for (int row = 0; row < expected.length; row++) {
                float[] means = Golden.floats(golden.get("mean").get(row));
                JsonNode logStd = golden.get("log_std");
                DiagonalGaussian gaussian = new DiagonalGaussian(new Tensor("log_std", means.length, 1, 0));
                gaussian.load(Golden.floats(logStd.get(0).isArray() ? logStd.get(row) : logStd));
                float[] actions = Golden.floats(golden.get("actions").get(row));
                check(golden.get("name") + " row " + row, gaussian.logProbability(means, 0, actions, 0), expected[row]);
                gaussian.mode(means, 0, actions, 0);
                assertThat(actions).isEqualTo(means);
            }
        }
    }

    @Test
    void logProbabilitiesOfSeveralDiscreteActionsAndOfSwitches() {
        JsonNode golden = Golden.read("distributions_extra");
        check32(golden.get("multicategorical"), new MultiCategorical(new int[] {3, 2, 4}));
        check32(golden.get("bernoulli"), new Bernoulli(3));
    }

    /**
     * Stable-Baselines3's values are float32 here, and sums of three terms. The tolerance is a few roundings of the value, or of 1
     * if the value is smaller.
     */
    private static void check32(JsonNode golden, ActionDistribution distribution) {
        double[] expected = Golden.doubles(golden.get("log_prob"));
        for (int row = 0; row < expected.length; row++) {
            float[] logits = Golden.floats(golden.get("logits").get(row));
            float[] actions = Golden.floats(golden.get("actions").get(row));
            assertThat((double) distribution.logProbability(logits, 0, actions, 0))
                    .as("row " + row)
                    .isCloseTo(expected[row], within(1e-6 * Math.max(1, Math.abs(expected[row]))));
        }
    }

    /** Stable-Baselines3's values are float32. The tolerance is a few roundings of the value, or of 1 if the value is smaller. */
    @Test
    void stateDependentLogProbabilities() {
        for (JsonNode golden : Golden.read("gsde").get("cases")) {
            JsonNode logStd = golden.get("log_std");
            int elements = logStd.get(0).size();
            float[] matrix = new float[logStd.size() * elements];
            for (int h = 0; h < logStd.size(); h++) {
                System.arraycopy(Golden.floats(logStd.get(h)), 0, matrix, h * elements, elements);
            }
            StateDependentGaussian gaussian =
                    new StateDependentGaussian(new Tensor("log_std", logStd.size(), elements, 0));
            gaussian.load(matrix);
            double[] expected = Golden.doubles(golden.get("log_prob"));
            for (int row = 0; row < expected.length; row++) {
                gaussian.attend(Golden.floats(golden.get("latent").get(row)));
                float[] means = Golden.floats(golden.get("mean").get(row));
                float[] actions = Golden.floats(golden.get("actions").get(row));
                assertThat((double) gaussian.logProbability(means, 0, actions, 0))
                        .as(golden.get("name") + " row " + row)
                        .isCloseTo(expected[row], within(2e-6 * Math.max(1, Math.abs(expected[row]))));
            }
        }
    }

    private static void check(String what, double actual, double expected) {
        assertThat(actual).as(what).isCloseTo(expected, within(0x1p-24 * Math.abs(expected) + 1e-12));
    }
}
