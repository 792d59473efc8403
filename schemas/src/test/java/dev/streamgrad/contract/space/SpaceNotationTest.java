package dev.streamgrad.contract.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spaces as Gymnasium 1.2 prints them, and as people write them. */
class SpaceNotationTest {

    private static final float INFINITY = Float.POSITIVE_INFINITY;

    @Test
    void readsEveryKindAsGymnasiumPrintsIt() {
        assertThat(SpaceNotation.read("Discrete(4)")).isEqualTo(new Discrete(4));
        assertThat(SpaceNotation.read("MultiBinary(5)")).isEqualTo(new MultiBinary(5));
        assertThat(SpaceNotation.read("MultiDiscrete([3 2 7])")).isEqualTo(new MultiDiscrete(new int[] {3, 2, 7}));
        assertThat(SpaceNotation.read("Box(-1.0, 1.0, (2,), float32)"))
                .isEqualTo(Box.of(new float[] {-1, -1}, new float[] {1, 1}));
        assertThat(SpaceNotation.read("Box([-4.8 -inf -0.41887903 -inf], [4.8 inf 0.41887903 inf], (4,), float32)"))
                .isEqualTo(Box.of(
                        new float[] {-4.8f, -INFINITY, -0.41887903f, -INFINITY},
                        new float[] {4.8f, INFINITY, 0.41887903f, INFINITY}));
        Box image = (Box) SpaceNotation.read("Box(0, 255, (2, 3, 1), uint8)");
        assertThat(image.dtype()).isEqualTo(DType.UINT8);
        assertThat(image.shape()).containsExactly(2, 3, 1);
        assertThat(image.high()).hasSize(6).containsOnly(255);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "discrete( 4 ) | Discrete(4)",
                "MultiDiscrete(3, 2) | MultiDiscrete([3 2])",
                "multidiscrete([3, 2]) | MultiDiscrete([3 2])",
                "Box(-1, 1, [2]) | Box(-1.0, 1.0, (2,), float32)",
                "box([-1, -1], 1, 2) | Box(-1.0, 1.0, (2,), float32)"
            })
    void readsOtherForms(String written, String asPrinted) {
        assertThat(SpaceNotation.read(written)).isEqualTo(SpaceNotation.read(asPrinted));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4 | A space is written as NAME(…).",
                "Discrete | A space is written as NAME(…).",
                "Discrete() | 'Discrete()' needs one number.",
                "Discrete(1, 2) | 'Discrete(1, 2)' needs one number.",
                "Discrete(x) | 'x' is not a whole number.",
                "Box(0, 1) | needs lower bounds, upper bounds, a shape",
                "Box([0 0], 1, (3,)) | needs 3 lower and upper bounds, but got 2 and 3.",
                "Box(one, 2, (3,)) | 'one' is not a bound; write a number, inf or -inf.",
                "Box(0, 1, (100000, 100000)) | may have at most",
                "Box([0, 1, (2,)) | unmatched brackets",
                "Tuple(Discrete(2)) | 'Tuple(Discrete(2))' has unmatched brackets"
            })
    void saysWhatIsWrong(String written, String reason) {
        assertThatThrownBy(() -> SpaceNotation.read(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
