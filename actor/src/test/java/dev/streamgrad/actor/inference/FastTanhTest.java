package dev.streamgrad.actor.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class FastTanhTest {

    @Test
    void isWithinAMillionthOfTheExactFunction() {
        double worst = 0;
        for (float x = -12; x <= 12; x += 0.0001f) {
            worst = Math.max(worst, Math.abs(FastTanh.of(x) - StrictMath.tanh(x)));
        }
        assertThat(worst).isLessThan(1e-6);
    }

    @Test
    void hasASmallRelativeErrorNearZero() {
        for (float x = 1e-30f; x < 0.1f; x *= 1.01f) {
            assertThat(FastTanh.of(x) / StrictMath.tanh(x)).isCloseTo(1, within(1e-6));
        }
    }

    @Test
    void isOddToTheLastBit() {
        for (float x = 0; x < 10; x += 0.01f) {
            assertThat(FastTanh.of(-x)).isEqualTo(-FastTanh.of(x));
        }
    }

    @Test
    void handlesTheExtremes() {
        assertThat(FastTanh.of(0f)).isZero();
        assertThat(FastTanh.of(Float.POSITIVE_INFINITY)).isCloseTo(1f, within(1e-6f));
        assertThat(FastTanh.of(Float.NEGATIVE_INFINITY)).isCloseTo(-1f, within(1e-6f));
        assertThat(FastTanh.of(Float.MAX_VALUE)).isEqualTo(FastTanh.of(8f));
        assertThat(FastTanh.of(Float.NaN)).isNaN();
    }

    /** Expected bits for implementations in other languages. They were computed with IEEE 754 arithmetic in another language. */
    @Test
    void hasTheseBits() {
        float[] values = {0.001f, 0.1f, 0.5f, 1f, 2.5f, 5f, 7.9f};
        FastTanh.apply(values, values.length);
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        assertThat(bits)
                .containsExactly(0x3A83126B, 0x3DCC1EBB, 0x3EEC9A9F, 0x3F42F7D6, 0x3F7C92C1, 0x3F7FFA0C, 0x3F7FFFFC);
    }
}
