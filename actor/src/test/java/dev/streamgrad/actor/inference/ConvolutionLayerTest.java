package dev.streamgrad.actor.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.DType;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.spec.ActionTransform;
import dev.streamgrad.contract.spec.Activation;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import dev.streamgrad.contract.spec.NetworkSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvolutionLayerTest {

    private static final int ROWS = 5;

    /** Equal bit for bit, including zeros. The definition adds every product, in the documented order. */
    @ParameterizedTest
    @CsvSource({
        "10,10,4,3,1,'16'",
        "7,5,3,2,1,'3,5'",
        "9,8,2,3,2,'4'",
        "9,9,1,2,2,'3,2'",
        "8,7,2,2,3,'2'",
        "4,4,3,4,1,'6'",
        "5,6,2,1,1,'3'"
    })
    void equalsTheDefinition(int height, int width, int channels, int kernel, int stride, String filters) {
        int[] counts = Arrays.stream(filters.split(",", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        EnvironmentSpec environment = environment(height, width, channels);
        NetworkSpec shape = new NetworkSpec(new int[] {9}, Activation.RELU, true, 0, counts, kernel, stride, false);
        ParameterLayout layout = ParameterLayout.of(environment, shape);
        RandomStream random = new RandomStream(3, Domain.INITIALISATION);
        float[] parameters = new float[layout.size()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = i % 11 == 0 ? 0f : (float) random.nextGaussian();
        }
        int inputs = height * width * channels;
        float[] grids = new float[ROWS * inputs];
        for (int i = 0; i < grids.length; i++) {
            // The first row is empty, the second full, the others are mostly zeros.
            boolean set = i / inputs == 1 || (i / inputs > 1 && random.nextInt(8) == 0);
            grids[i] = set ? 1 + random.nextInt(255) : i % 2 == 0 ? 0f : -0f;
        }
        PolicyNetwork network = new PolicyNetwork(environment, shape);
        network.load(parameters);
        float[] outputs = network.forward(grids, ROWS);
        for (int row = 0; row < ROWS; row++) {
            float[] grid = Arrays.copyOfRange(grids, row * inputs, (row + 1) * inputs);
            assertThat(Arrays.copyOfRange(outputs, row * 3, row * 3 + 3))
                    .isEqualTo(defined(layout, parameters, shape, new int[] {height, width, channels}, grid));
        }
    }

    /** The test vector of docs/contract/networks.md. */
    @Test
    void ordersTheWindowByRowColumnChannel() {
        EnvironmentSpec environment = environment(3, 3, 1);
        NetworkSpec shape = new NetworkSpec(new int[0], Activation.RELU, true, 0, new int[] {2}, 2, 1, false);
        float[] parameters = new float[ParameterLayout.of(environment, shape).actorSize()];
        // Two filters of four cells, their biases; then a head whose three outputs pick results 0, 1 and 6 of 8.
        System.arraycopy(new float[] {1, 10, 100, 1000, -1, 0, 0, 0, 0.5f, 3}, 0, parameters, 0, 10);
        parameters[10] = 1;
        parameters[10 + 8 + 1] = 1;
        parameters[10 + 16 + 6] = 1;
        PolicyNetwork network = new PolicyNetwork(environment, shape);
        network.load(parameters);
        assertThat(network.forward(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1)).startsWith(5421.5f, 2f, 9865.5f);
    }

    @Test
    void aZeroInputChangesNothingEvenIfTheBiasIsMinusZero() {
        EnvironmentSpec environment = environment(2, 2, 1);
        NetworkSpec shape = new NetworkSpec(new int[0], Activation.TANH, true, 0, new int[] {1}, 2, 1, false);
        float[] parameters = new float[ParameterLayout.of(environment, shape).actorSize()];
        Arrays.fill(parameters, -0f);
        PolicyNetwork network = new PolicyNetwork(environment, shape);
        network.load(parameters);
        assertThat(Float.floatToRawIntBits(network.forward(new float[4], 1)[0])).isZero();
    }

    private static float[] defined(
            ParameterLayout layout, float[] parameters, NetworkSpec network, int[] grid, float[] row) {
        int[] shape = grid;
        float[] input = row;
        for (int layer = 0; layer < network.filters().length; layer++) {
            int weight = layout.tensor("pi.conv." + layer + ".weight").offset();
            int bias = layout.tensor("pi.conv." + layer + ".bias").offset();
            int kernel = network.kernel();
            int filters = network.filters()[layer];
            int down = (shape[0] - kernel) / network.stride() + 1;
            int across = (shape[1] - kernel) / network.stride() + 1;
            float[] output = new float[down * across * filters];
            for (int i = 0; i < output.length; i++) {
                int y = i / filters / across * network.stride();
                int x = i / filters % across * network.stride();
                int from = weight + i % filters * kernel * kernel * shape[2];
                float sum = parameters[bias + i % filters];
                for (int cell = 0; cell < kernel * kernel * shape[2]; cell++) {
                    int channel = cell % shape[2];
                    int column = x + cell / shape[2] % kernel;
                    int line = y + cell / shape[2] / kernel;
                    sum += input[(line * shape[1] + column) * shape[2] + channel] * parameters[from + cell];
                }
                output[i] = Math.max(0f, sum);
            }
            input = output;
            shape = new int[] {down, across, filters};
        }
        float[] hidden = dense(layout, parameters, "pi.0", input);
        for (int i = 0; i < hidden.length; i++) {
            hidden[i] = Math.max(0f, hidden[i]);
        }
        return dense(layout, parameters, "pi.1", hidden);
    }

    private static float[] dense(ParameterLayout layout, float[] parameters, String name, float[] input) {
        ParameterLayout.Tensor weight = layout.tensor(name + ".weight");
        int bias = layout.tensor(name + ".bias").offset();
        float[] output = new float[weight.rows()];
        for (int out = 0; out < output.length; out++) {
            output[out] = parameters[bias + out];
            for (int in = 0; in < input.length; in++) {
                output[out] += input[in] * parameters[weight.offset() + out * input.length + in];
            }
        }
        return output;
    }

    private static EnvironmentSpec environment(int height, int width, int channels) {
        float[] high = new float[height * width * channels];
        Arrays.fill(high, 255);
        Box grid = new Box(DType.UINT8, new int[] {height, width, channels}, new float[high.length], high);
        return EnvironmentSpec.of("Test-v0", grid, new Discrete(3), ActionTransform.NONE);
    }
}
