package dev.streamgrad.learner.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.network.ParameterLayout.Tensor;
import dev.streamgrad.contract.spec.ConvolutionShape;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.Specs;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConvolutionTest {

    /** Compares windows and their sums with the definition; the numbers are small integers, so that all results are exact. */
    @Test
    void opensWindowsAndClosesThemAgain() {
        for (ConvolutionShape shape : List.of(
                new ConvolutionShape(5, 4, 2, 3, 3, 1),
                new ConvolutionShape(6, 7, 3, 1, 2, 2),
                new ConvolutionShape(7, 7, 1, 2, 2, 3),
                new ConvolutionShape(3, 3, 2, 1, 3, 2))) {
            int rows = 3;
            int[] sources = sources(shape);
            float[] grids = counted(rows * shape.inputs(), Integer.MAX_VALUE);
            float[] windows = new float[rows * sources.length];
            float[] sums = new float[grids.length];
            for (int i = 0; i < windows.length; i++) {
                int source = i / sources.length * shape.inputs() + sources[i % sources.length];
                windows[i] = grids[source];
                sums[source] += i % 97;
            }
            float[] gradient = counted(windows.length, 97);
            Shape opened = new Shape((long) rows * shape.positions(), shape.windowSize());
            try (NDManager manager = TensorEngine.newManager()) {
                SlidingWindows sliding = new SlidingWindows(shape);
                NDArray actual = sliding.open(manager.create(grids, new Shape(rows, shape.inputs())));
                assertThat(actual.getShape()).isEqualTo(opened);
                assertThat(actual.toFloatArray()).as("%s", shape).isEqualTo(windows);
                assertThat(sliding.close(manager.create(gradient, opened)).toFloatArray())
                        .as("%s", shape)
                        .isEqualTo(sums);
            }
        }
    }

    private static float[] counted(int count, int modulus) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i % modulus;
        }
        return values;
    }

    /** The source of each number of the windows, as an index into the row: positions by row and column, cells by row, column, channel. */
    private static int[] sources(ConvolutionShape shape) {
        int[] sources = new int[shape.positions() * shape.windowSize()];
        int next = 0;
        for (int top = 0; top + shape.kernel() <= shape.height(); top += shape.stride()) {
            for (int left = 0; left + shape.kernel() <= shape.width(); left += shape.stride()) {
                for (int cell = 0; cell < shape.windowSize(); cell++) {
                    int channel = cell % shape.channels();
                    int x = left + cell / shape.channels() % shape.kernel();
                    int y = top + cell / shape.channels() / shape.kernel();
                    sources[next++] = (y * shape.width() + x) * shape.channels() + channel;
                }
            }
        }
        assertThat(next).isEqualTo(sources.length);
        return sources;
    }

    @Test
    void actorAndCriticShareTheirWindows() {
        TrainingSpec spec = specs().build();
        try (NDManager manager = TensorEngine.newManager()) {
            ActorCritic networks = new ActorCritic(manager, spec, Initialisation.parameters(spec));
            int inputs = spec.environment().observationSpace().features();
            NDArray rows = manager.arange(0f, 4f * inputs).reshape(4, inputs).muli(0.01);
            List<NDArray> acted = networks.act(rows);
            List<NDArray> criticised = networks.criticise(acted);
            assertThat(criticised.get(0)).isSameAs(acted.get(0));
            assertThat(criticised.get(criticised.size() - 1))
                    .isEqualTo(networks.criticise(rows).get(criticised.size() - 1));
            assertThat(acted.get(acted.size() - 2).getShape()).isEqualTo(new Shape(4, 8));
        }
    }

    @Test
    void startsOrthogonalWithGainRootTwo() {
        Specs specs = specs();
        specs.hidden = 128;
        TrainingSpec spec = specs.build();
        float[] parameters = Initialisation.parameters(spec);
        ParameterLayout layout = ParameterLayout.of(spec.environment(), spec.network());
        for (String name : List.of("pi.conv.0", "vf.conv.0", "pi.0", "vf.1")) {
            Tensor weight = layout.tensor(name + ".weight");
            for (int a = 0; a < weight.rows(); a++) {
                for (int b = 0; b <= a; b++) {
                    double dot = 0;
                    for (int i = 0; i < weight.columns(); i++) {
                        dot += (double) parameters[weight.offset() + a * weight.columns() + i]
                                * parameters[weight.offset() + b * weight.columns() + i];
                    }
                    assertThat(dot).as("%s rows %d, %d", name, a, b).isCloseTo(a == b ? 2 : 0, within(1e-5));
                }
            }
            Tensor bias = layout.tensor(name + ".bias");
            assertThat(Arrays.copyOfRange(parameters, bias.offset(), bias.offset() + bias.size()))
                    .containsOnly(0f);
        }
    }

    @Test
    void startsUniformIfNotOrthogonal() {
        Specs specs = specs();
        specs.orthogonal = false;
        TrainingSpec spec = specs.build();
        float[] parameters = Initialisation.parameters(spec);
        Tensor weight = ParameterLayout.of(spec.environment(), spec.network()).tensor("vf.conv.0.weight");
        float[] convolution =
                Arrays.copyOfRange(parameters, weight.offset(), weight.offset() + weight.size() + weight.rows());
        float largest = 0;
        for (float value : convolution) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat((double) largest).isBetween(0.95 / 6, 1.0 / 6);
    }

    private static Specs specs() {
        Specs specs = new Specs();
        specs.observations = Specs.grid(10, 10, 4);
        specs.filters = new int[] {16};
        return specs;
    }
}
