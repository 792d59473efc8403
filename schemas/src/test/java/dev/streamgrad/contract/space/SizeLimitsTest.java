package dev.streamgrad.contract.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** For any dimensions, a space either has exact sizes or is rejected. */
class SizeLimitsTest {

    private static final int MOST = Space.MOST_NUMBERS;
    private static final float[] ONE = {1};

    @Test
    void rejectsAMultiDiscreteSpaceWhoseSizesOverflowAnInt() {
        assertThatThrownBy(() -> new MultiDiscrete(new int[] {Integer.MAX_VALUE, 1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2147483648 values in all, but may have at most 16777216");
        int[] many = new int[9];
        Arrays.fill(many, Integer.MAX_VALUE);
        assertThatThrownBy(() -> new MultiDiscrete(many)).hasMessageContaining("19327352823 values");
    }

    @ParameterizedTest
    @ValueSource(ints = {MOST + 1, Integer.MAX_VALUE})
    void rejectsNumbersAboveTheLimit(int n) {
        assertThatThrownBy(() -> new Discrete(n)).hasMessageContaining(n + " values");
        assertThatThrownBy(() -> new MultiBinary(n)).hasMessageContaining(n + " elements");
        assertThatThrownBy(() -> new Box(DType.UINT8, new int[] {n}, ONE, ONE))
                .hasMessageContaining("may have at most");
    }

    @Test
    void acceptsTheLimitItself() {
        assertThat(new Discrete(MOST).features()).isEqualTo(MOST);
        assertThat(new MultiDiscrete(new int[] {MOST - 1, 1}).features()).isEqualTo(MOST);
        assertThat(new MultiBinary(MOST).rowBytes()).isEqualTo(MOST);
    }

    @Test
    void rejectsAShapeWhoseProductOverflowsWithoutAllocation() {
        for (int[] shape :
                new int[][] {{65_536, 65_536, 1}, {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE}}) {
            assertThatThrownBy(() -> new Box(DType.FLOAT32, shape, ONE, ONE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("elements, but may have at most");
        }
    }

    @Test
    void rejectsNegativeDimensions() {
        assertThatThrownBy(() -> new Box(DType.FLOAT32, new int[] {-1, -1}, ONE, ONE))
                .hasMessageContaining("Every dimension of a box must be 1 or more, but its shape is [-1, -1]");
    }
}
