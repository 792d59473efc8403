package dev.streamgrad.contract.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.Examples;
import dev.streamgrad.contract.network.ParameterLayout.Tensor;
import dev.streamgrad.contract.spec.ConvolutionShape;
import dev.streamgrad.contract.spec.InvalidSpecException;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterLayoutTest {

    /** The table of docs/contract/networks.md. */
    @Test
    void convolutionsComeBeforeTheDenseLayers() {
        TrainingSpec spec = SpecJson.read(tree(new int[] {10, 10, 4}, new int[] {16}, 3, 1, 128));
        ParameterLayout layout = ParameterLayout.of(spec.environment(), spec.network());
        assertThat(layout.tensors())
                .containsExactly(
                        new Tensor("pi.conv.0.weight", 16, 36, 0),
                        new Tensor("pi.conv.0.bias", 16, 1, 576),
                        new Tensor("pi.0.weight", 128, 1024, 592),
                        new Tensor("pi.0.bias", 128, 1, 131_664),
                        new Tensor("pi.1.weight", 2, 128, 131_792),
                        new Tensor("pi.1.bias", 2, 1, 132_048),
                        new Tensor("vf.conv.0.weight", 16, 36, 132_050),
                        new Tensor("vf.conv.0.bias", 16, 1, 132_626),
                        new Tensor("vf.0.weight", 128, 1024, 132_642),
                        new Tensor("vf.0.bias", 128, 1, 263_714),
                        new Tensor("vf.1.weight", 1, 128, 263_842),
                        new Tensor("vf.1.bias", 1, 1, 263_970));
        assertThat(layout.actorSize()).isEqualTo(132_050);
        assertThat(layout.size()).isEqualTo(263_971);
    }

    @Test
    void withoutFiltersTheLayoutIsThatOfPerceptrons() {
        TrainingSpec spec = Examples.spec();
        ParameterLayout layout = ParameterLayout.of(spec.environment(), spec.network());
        assertThat(layout.tensors().get(0)).isEqualTo(new Tensor("pi.0.weight", 64, 2, 0));
        assertThat(layout.tensors()).hasSize(12);
    }

    @Test
    void everyConvolutionReadsTheOutputOfTheOneBefore() {
        TrainingSpec spec = SpecJson.read(tree(new int[] {11, 8, 3}, new int[] {5, 7}, 2, 3));
        List<ConvolutionShape> shapes =
                spec.network().convolutions(spec.environment().observationSpace());
        assertThat(shapes)
                .containsExactly(new ConvolutionShape(11, 8, 3, 5, 2, 3), new ConvolutionShape(4, 3, 5, 7, 2, 3));
        assertThat(shapes.get(0).positions()).isEqualTo(12);
        assertThat(shapes.get(1).outputs()).isEqualTo(7);
        ParameterLayout layout = ParameterLayout.of(spec.environment(), spec.network());
        assertThat(layout.tensor("vf.conv.1.weight").columns()).isEqualTo(20);
        assertThat(layout.tensor("pi.0.weight").columns()).isEqualTo(7);
    }

    @Test
    void namesTheConvolutionThatDoesNotFit() {
        rejects(tree(new int[] {10, 10, 4}, new int[] {8, 8, 8}, 4, 2))
                .hasMessageContaining("network.kernel is 4, but convolution 3 of 3 has a grid of 1 × 1;");
        rejects(tree(new int[] {10, 2, 4}, new int[] {8}, 3, 1))
                .hasMessageContaining("network.kernel is 3, but convolution 1 of 1 has a grid of 10 × 2;");
    }

    @Test
    void convolutionsNeedAGrid() {
        rejects(tree(new int[] {400}, new int[] {8}, 3, 1))
                .hasMessageContaining("need observations of three dimensions (height, width, channels), and this"
                        + " environment's are a box of shape [400]; leave network.filters empty.");
        ObjectNode tree = tree(new int[] {10, 10, 4}, new int[] {8}, 3, 1);
        tree.withObjectProperty("environment")
                .putObject("observationSpace")
                .put("kind", "discrete")
                .put("n", 16);
        rejects(tree).hasMessageContaining("this environment's are 16 inputs without a grid");
    }

    @Test
    void rejectsNumbersOutOfRange() {
        rejects(tree(new int[] {10, 10, 4}, new int[] {0, 5000}, 0, 65))
                .hasMessageContaining("network.filters is 0, but must be at most 16 whole numbers of 1 … 4096")
                .hasMessageContaining("network.filters is 5000, but must be at most 16 whole numbers of 1 … 4096")
                .hasMessageContaining("network.kernel is 0, but must be a whole number, 1 … 64.")
                .hasMessageContaining("network.stride is 65, but must be a whole number, 1 … 64.");
        rejects(tree(new int[] {40, 40, 1}, new int[] {4096}, 1, 1))
                .hasMessageContaining("which gives 6553600 outputs (40 × 40 × 4096), but may give at most 1048576;");
        rejects(tree(new int[] {10, 10, 1}, new int[] {4096}, 1, 1, 1024))
                .hasMessageContaining("has 838882307 parameters");
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> rejects(ObjectNode tree) {
        return assertThatThrownBy(() -> SpecJson.read(tree)).isInstanceOf(InvalidSpecException.class);
    }

    private static ObjectNode tree(int[] grid, int[] filters, int kernel, int stride, int... hidden) {
        ObjectNode tree = (ObjectNode) SpecJson.parse(Examples.specJson());
        ObjectNode network =
                tree.withObjectProperty("network").put("kernel", kernel).put("stride", stride);
        fill(network.putArray("filters"), filters);
        fill(network.putArray("hidden"), hidden);
        ObjectNode space = tree.withObjectProperty("environment")
                .putObject("observationSpace")
                .put("kind", "box")
                .put("dtype", "UINT8");
        fill(space.putArray("shape"), grid);
        int elements = 1;
        for (int size : grid) {
            elements *= size;
        }
        fill(space.putArray("low"), new int[elements]);
        fill(space.putArray("high"), new int[elements]);
        return tree;
    }

    private static void fill(ArrayNode array, int[] values) {
        for (int value : values) {
            array.add(value);
        }
    }
}
