package dev.streamgrad.contract.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.Examples;
import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.DType;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.Space;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The limits of a spec. */
class SpecLimitsTest {

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"INT32", "UINT8"})
    void rejectsContinuousActionsThatAreNotFloat32(DType dtype) {
        Box whole = new Box(dtype, new int[] {1}, new float[1], new float[] {255});
        assertThatThrownBy(
                        () -> SpecJson.read(with(Examples.spec().environment().observationSpace(), whole)))
                .hasMessageContaining("environment.actionSpace is a box of "
                        + dtype.toString().toLowerCase(Locale.ROOT));
    }

    @Test
    void acceptsObservationsOfAnyElementType() {
        Box pixels = new Box(DType.UINT8, new int[] {1}, new float[1], new float[] {255});
        assertThat(SpecJson.read(with(pixels, new Discrete(2))).environment().observationSpace())
                .isEqualTo(pixels);
    }

    @Test
    void rejectsABatchThatExceedsAnArray() {
        ObjectNode tree = with(new Discrete(300), new Discrete(2));
        tree.withObjectProperty("rollouts").put("agents", 4096).put("rolloutLength", 2048);
        assertThatThrownBy(() -> SpecJson.read(tree))
                .hasMessageContaining("8388608 transitions of up to 300 numbers")
                .hasMessageContaining("2516582400 in all, but an update holds at most 2147483639; use fewer agents");
        tree.withObjectProperty("rollouts").put("agents", 3328);
        assertThat(SpecJson.read(tree).rollouts().batch()).isEqualTo(6_815_744);
    }

    @Test
    void rejectsARolloutWhoseBytesExceedAnArray() {
        ObjectNode tree = with(Box.of(new float[600], new float[600]), new Discrete(2));
        tree.withObjectProperty("rollouts").put("agents", 1).put("rolloutLength", 1 << 20);
        assertThatThrownBy(() -> SpecJson.read(tree))
                .hasMessageContaining("rollouts.rolloutLength is 1048576, which needs 5053087744 bytes")
                .hasMessageContaining("use shorter rollouts");
        tree.withObjectProperty("rollouts").put("rolloutLength", 1 << 18);
        assertThat(SpecJson.read(tree).rollouts().rolloutLength()).isEqualTo(1 << 18);
    }

    @Test
    void rejectsALearnersStateThatExceedsARecord() {
        ObjectNode tree = with(new Discrete(2_500_000), new Discrete(1));
        tree.withObjectProperty("network").putArray("hidden");
        tree.withObjectProperty("normalisation").put("observations", true);
        tree.withObjectProperty("rollouts").put("agents", 1).put("rolloutLength", 16);
        assertThatThrownBy(() -> SpecJson.read(tree))
                .hasMessageContaining(
                        "takes 100000045 bytes (5000002 parameters, statistics of 2500000 inputs, 1 agents)")
                .hasMessageContaining("normalisation.observations=false");
        tree.withObjectProperty("normalisation").put("observations", false);
        assertThat(SpecJson.read(tree).environment().observationSpace().features())
                .isEqualTo(2_500_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "logStdInitial | a number, -10 … 2 | -10 | 2 | -10.01 | 2.01",
                "hidden | at most 16 whole numbers of 1 … 16384, separated by commas | 1 | 16384 | 0 | 16385",
                "hidden | at most 16 whole numbers of 1 … 16384, separated by commas |"
                        + " 1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1 | 1 | -1 | 1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1",
                "filters | at most 16 whole numbers of 1 … 4096, separated by commas | 1 | 4096 | 0 | 4097",
                "entropyCoefficient | a number, 0 … 1000000, or a schedule such as linear(START, FLOOR) within that | 0 | 1000000 | -1 | 1000001",
                "valueClipRange | a number, 0 … 1000000000, or a schedule such as linear(START, FLOOR) within that | 0 | 1000000000 | -1 | 1000000001"
            })
    void acceptsTheRangeThatItDescribes(String key, String range, String low, String high, String below, String above) {
        assertThat(SpecOptions.find(key).orElseThrow().accepts()).isEqualTo(range);
        Box grid = new Box(DType.UINT8, new int[] {3, 3, 1}, new float[9], new float[9]);
        for (String value : new String[] {low, high}) {
            ObjectNode tree = with(grid, new Discrete(2));
            tree.withObjectProperty("network").putArray("hidden");
            SpecOptions.set(tree, key, value, new Faults());
            assertThat(SpecJson.read(tree)).as(value).isNotNull();
        }
        for (String value : new String[] {below, above}) {
            ObjectNode tree = with(grid, new Discrete(2));
            SpecOptions.set(tree, key, value, new Faults());
            assertThatThrownBy(() -> SpecJson.read(tree)).as(value).hasMessageContaining("." + key);
        }
    }

    private static ObjectNode with(Space observations, Space actions) {
        ObjectNode tree = (ObjectNode) SpecJson.parse(Examples.specJson());
        tree.withObjectProperty("environment").set("observationSpace", SpecJson.tree(observations));
        tree.withObjectProperty("environment").set("actionSpace", SpecJson.tree(actions));
        return tree;
    }
}
