package dev.streamgrad.actor.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.network.ParameterLayout.Tensor;
import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.ActionTransform;
import dev.streamgrad.contract.spec.Activation;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import dev.streamgrad.contract.spec.NetworkSpec;
import dev.streamgrad.environment.Golden;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class PolicyNetworkTest {

    /**
     * Compares the forward pass for golden weights and observations with a float64 pass with the exact tanh. Sums of 64 products of
     * order 1 have float32 errors of about 1e-6, and FastTanh adds 3e-7; the tolerance of 1e-5 covers both.
     */
    @Test
    void agreesWithAFloat64PassOverGoldenWeights() {
        int networks = 0;
        for (String file : new String[] {"ppo_loss", "ppo_loss_64"}) {
            for (JsonNode golden : Golden.read(file).get("cases")) {
                JsonNode weights = golden.get("initial_params");
                JsonNode observations = golden.get("batch").get("obs");
                int outputs = weights.get("pi.2.weight").size();
                Space actions = weights.has("log_std") ? unbounded(outputs) : new Discrete(outputs);
                EnvironmentSpec environment =
                        environment(unbounded(observations.get(0).size()), actions);
                int hidden = golden.get("hidden").asInt();
                NetworkSpec shape = NetworkSpec.perceptron(new int[] {hidden, hidden}, Activation.TANH);
                PolicyNetwork network = new PolicyNetwork(environment, shape);
                network.load(flat(ParameterLayout.of(environment, shape), weights));
                compare(network, weights, observations);
                networks++;
            }
        }
        assertThat(networks).isEqualTo(6);
    }

    @Test
    void aRowDoesNotDependOnTheOtherRows() {
        NetworkSpec shape = NetworkSpec.perceptron(new int[] {64, 37}, Activation.TANH);
        EnvironmentSpec environment = environment(unbounded(7), new Discrete(3));
        RandomStream random = new RandomStream(2, Domain.INITIALISATION);
        PolicyNetwork network = new PolicyNetwork(environment, shape);
        network.load(random(random, ParameterLayout.of(environment, shape).size()));
        int rows = 33;
        float[] features = random(random, rows * 7);
        float[] together = Arrays.copyOf(network.forward(features, rows), rows * 3);
        for (int row = 0; row < rows; row++) {
            float[] alone = network.forward(Arrays.copyOfRange(features, row * 7, row * 7 + 7), 1);
            assertThat(Arrays.copyOf(alone, 3)).isEqualTo(Arrays.copyOfRange(together, row * 3, row * 3 + 3));
        }
    }

    @Test
    void sumsTheBiasFirstAndThenByAscendingInput() {
        EnvironmentSpec environment = environment(unbounded(6), new Discrete(1));
        NetworkSpec shape = NetworkSpec.perceptron(new int[0], Activation.TANH);
        PolicyNetwork network = new PolicyNetwork(environment, shape);
        float[] parameters = {1, 1, 1, 1, -1, 1, 1e8f, 0, 0, 0, 0, 0, 0, 0};
        network.load(parameters);
        float[] features = {3, 3, 3, 3, 1e8f, 0.5f};
        assertThat(network.forward(features, 1)[0]).isEqualTo(0.5f);
    }

    @Test
    void appliesReluIfTheSpecAsksForIt() {
        EnvironmentSpec environment = environment(unbounded(1), unbounded(1));
        NetworkSpec shape = NetworkSpec.perceptron(new int[] {2}, Activation.RELU);
        PolicyNetwork network = new PolicyNetwork(environment, shape);
        float[] parameters = new float[ParameterLayout.of(environment, shape).actorSize()];
        System.arraycopy(new float[] {1, -1, 0, 0, 10, 100, 0.25f}, 0, parameters, 0, 7);
        network.load(parameters);
        assertThat(network.forward(new float[] {2, -3}, 2)).startsWith(20.25f, 300.25f);
    }

    @Test
    void rejectsAVectorThatIsTooShort() {
        PolicyNetwork network = new PolicyNetwork(
                environment(unbounded(1), new Discrete(2)), NetworkSpec.perceptron(new int[0], Activation.TANH));
        assertThatThrownBy(() -> network.load(new float[3]))
                .hasMessageContaining("has 3 parameters")
                .hasMessageContaining("needs 4");
    }

    private static void compare(PolicyNetwork network, JsonNode weights, JsonNode observations) {
        float[] features = new float[observations.size() * network.inputs()];
        for (int row = 0; row < observations.size(); row++) {
            System.arraycopy(
                    Golden.floats(observations.get(row)), 0, features, row * network.inputs(), network.inputs());
        }
        float[] outputs = network.forward(features, observations.size());
        for (int row = 0; row < observations.size(); row++) {
            double[] expected = exact(weights, Golden.floats(observations.get(row)));
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) outputs[row * expected.length + i]).isCloseTo(expected[i], within(1e-5));
            }
        }
    }

    private static double[] exact(JsonNode weights, float[] observation) {
        double[] current = new double[observation.length];
        for (int i = 0; i < current.length; i++) {
            current[i] = observation[i];
        }
        for (int layer = 0; layer < 3; layer++) {
            JsonNode matrix = weights.get("pi." + layer + ".weight");
            float[] bias = Golden.floats(weights.get("pi." + layer + ".bias"));
            double[] next = new double[matrix.size()];
            for (int out = 0; out < next.length; out++) {
                float[] row = Golden.floats(matrix.get(out));
                next[out] = bias[out];
                for (int in = 0; in < row.length; in++) {
                    next[out] += row[in] * current[in];
                }
                next[out] = layer < 2 ? StrictMath.tanh(next[out]) : next[out];
            }
            current = next;
        }
        return current;
    }

    private static float[] flat(ParameterLayout layout, JsonNode weights) {
        float[] parameters = new float[layout.size()];
        for (Tensor tensor : layout.tensors()) {
            JsonNode node = weights.get(tensor.name());
            for (int row = 0; row < tensor.rows(); row++) {
                for (int column = 0; column < tensor.columns(); column++) {
                    JsonNode element = node.get(row).isArray() ? node.get(row).get(column) : node.get(row);
                    parameters[tensor.offset() + row * tensor.columns() + column] = Float.parseFloat(element.asText());
                }
            }
        }
        return parameters;
    }

    private static float[] random(RandomStream random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static Box unbounded(int elements) {
        float[] low = new float[elements];
        float[] high = new float[elements];
        Arrays.fill(low, Float.NEGATIVE_INFINITY);
        Arrays.fill(high, Float.POSITIVE_INFINITY);
        return Box.of(low, high);
    }

    private static EnvironmentSpec environment(Space observations, Space actions) {
        return EnvironmentSpec.of("Test-v0", observations, actions, ActionTransform.NONE);
    }
}
