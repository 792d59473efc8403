package dev.streamgrad.learner.loss;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import dev.streamgrad.learner.Golden;
import dev.streamgrad.learner.network.TensorEngine;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares the learner's distributions with torch's. Tolerance: some units in the last place of float32 at the size of the value, or of
 * the largest logit: torch's Categorical first subtracts the logsumexp of the logits, and so loses the digits that logits of 1,000 do not
 * have.
 */
class GoldenDistributionTest {

    private static final float RELATIVE = 5e-7f;

    static Stream<Golden.Case> categorical() {
        return Golden.cases("categorical");
    }

    static Stream<Golden.Case> gaussian() {
        return Golden.cases("gaussian")
                .filter(golden -> !golden.get("log_std").get(0).isArray());
    }

    @ParameterizedTest
    @MethodSource("categorical")
    void categoricalAgreesWithTorch(Golden.Case golden) {
        JsonNode rows = golden.get("logits");
        int actions = rows.get(0).size();
        float[] expected = Golden.floats(golden.get("log_prob_all_actions"));
        try (NDManager manager = TensorEngine.newManager()) {
            Shape shape = new Shape(rows.size(), actions);
            for (int action = 0; action < actions; action++) {
                float[] oneHot = new float[rows.size() * actions];
                float[] column = new float[rows.size()];
                for (int row = 0; row < rows.size(); row++) {
                    oneHot[row * actions + action] = 1;
                    column[row] = expected[row * actions + action];
                }
                CategoricalDistribution distribution = new CategoricalDistribution(
                        manager.create(Golden.floats(rows), shape), manager.create(oneHot, shape));
                float size = largest(Golden.floats(rows));
                assertClose(distribution.logProbabilities().toFloatArray(), column, size);
                assertClose(distribution.entropies().toFloatArray(), Golden.floats(golden.get("entropy")), size);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("gaussian")
    void gaussianAgreesWithTorch(Golden.Case golden) {
        JsonNode means = golden.get("mean");
        Shape shape = new Shape(means.size(), means.get(0).size());
        try (NDManager manager = TensorEngine.newManager()) {
            GaussianDistribution distribution = new GaussianDistribution(
                    manager.create(Golden.floats(means), shape),
                    manager.create(Golden.floats(golden.get("log_std"))),
                    manager.create(Golden.floats(golden.get("actions")), shape));
            assertClose(distribution.logProbabilities().toFloatArray(), Golden.floats(golden.get("log_prob")), 1);
            assertClose(distribution.entropies().toFloatArray(), Golden.floats(golden.get("entropy")), 1);
        }
    }

    @Test
    void multiCategoricalAgreesWithStableBaselines3() {
        JsonNode golden = Golden.file("distributions_extra").get("multicategorical");
        int[] sizes = {3, 2, 4};
        float[] logits = Golden.floats(golden.get("logits"));
        float[] actions = Golden.floats(golden.get("actions"));
        float[] oneHot = new float[logits.length];
        int first = 0;
        for (int i = 0; i < actions.length; i++) {
            oneHot[first + (int) actions[i]] = 1;
            first += sizes[i % 3];
        }
        try (NDManager manager = TensorEngine.newManager()) {
            Shape shape = shape(golden.get("logits"));
            MultiCategoricalDistribution distribution = new MultiCategoricalDistribution(
                    manager.create(logits, shape), manager.create(oneHot, shape), sizes);
            assertClose(distribution.logProbabilities().toFloatArray(), Golden.floats(golden.get("log_prob")), 2);
            assertClose(distribution.entropies().toFloatArray(), Golden.floats(golden.get("entropy")), 2);
        }
    }

    @Test
    void bernoulliAgreesWithStableBaselines3() {
        JsonNode golden = Golden.file("distributions_extra").get("bernoulli");
        try (NDManager manager = TensorEngine.newManager()) {
            Shape shape = shape(golden.get("logits"));
            BernoulliDistribution distribution = new BernoulliDistribution(
                    manager.create(Golden.floats(golden.get("logits")), shape),
                    manager.create(Golden.floats(golden.get("actions")), shape));
            assertClose(distribution.logProbabilities().toFloatArray(), Golden.floats(golden.get("log_prob")), 2);
            assertClose(distribution.entropies().toFloatArray(), Golden.floats(golden.get("entropy")), 2);
        }
    }

    static Stream<Golden.Case> stateDependent() {
        return Golden.cases("gsde");
    }

    /** Gradients are sums over rows and latents of float32 products; 2e-6 of the largest one allows for some tens of rounding errors. */
    @ParameterizedTest
    @MethodSource("stateDependent")
    void stateDependentAgreesWithStableBaselines3(Golden.Case golden) {
        Shape shape = shape(golden.get("mean"));
        try (NDManager manager = TensorEngine.newManager()) {
            StateDependentDistribution distribution = new StateDependentDistribution(
                    manager.create(Golden.floats(golden.get("mean")), shape),
                    manager.create(Golden.floats(golden.get("latent")), shape(golden.get("latent"))),
                    manager.create(Golden.floats(golden.get("log_std")), shape(golden.get("log_std"))),
                    manager.create(Golden.floats(golden.get("actions")), shape));
            assertClose(distribution.logProbabilities().toFloatArray(), Golden.floats(golden.get("log_prob")), 1);
            assertClose(distribution.entropies().toFloatArray(), Golden.floats(golden.get("entropy")), 1);
            PolicyDistribution.OutputGradient gradient = distribution.gradient(
                    manager.create(Golden.floats(golden.get("weights"))),
                    golden.get("entropy_weight").asDouble());
            float[] means = Golden.floats(golden.get("grad_mean"));
            assertClose(gradient.outputs().toFloatArray(), means, 4 * largest(means));
            float[] logStd = Golden.floats(golden.get("grad_log_std"));
            assertClose(gradient.logStd().get(0).toFloatArray(), logStd, 4 * largest(logStd));
        }
    }

    private static Shape shape(JsonNode matrix) {
        return new Shape(matrix.size(), matrix.get(0).size());
    }

    private static float largest(float[] values) {
        float largest = 1;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static void assertClose(float[] actual, float[] expected, float size) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(Math.abs(actual[i] - expected[i]))
                    .as("value %d: %s, torch has %s", i, actual[i], expected[i])
                    .isLessThanOrEqualTo(RELATIVE * Math.max(size, Math.abs(expected[i])));
        }
    }
}
