package dev.streamgrad.training.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PaceTest {

    /** A start of 20 s and 5,000 steps of an earlier process affect neither the rate nor the time left. */
    @Test
    void countsFromTheFirstReport() {
        Pace pace = new Pace(10_000);
        pace.reached(5_000, 20_000);
        assertThat(pace.rate()).isEmpty();
        assertThat(pace.parts()).containsExactly("50%");
        pace.reached(5_680, 22_000);
        assertThat(pace.rate()).hasValue(340);
        assertThat(pace.parts()).containsExactly("56%", "13 s left", "340 steps/s");
        assertThat(pace.steps()).isEqualTo("5,680/10,000 steps");
    }

    @Test
    void showsNoShareAndNoTimeLeftWithoutAnEnd() {
        Pace pace = new Pace(0);
        pace.reached(100, 0);
        pace.reached(1100, 500);
        assertThat(pace.done()).isEmpty();
        assertThat(pace.parts()).containsExactly("2,000 steps/s");
        assertThat(pace.steps()).isEqualTo("1,100 steps");
    }

    @Test
    void choosesUnitsByTheLengthOfTheTime() {
        assertThat(Elapsed.text(59.94)).isEqualTo("59.9 s");
        assertThat(Elapsed.text(185)).isEqualTo("3 min 05 s");
        assertThat(Elapsed.text(3720)).isEqualTo("1 h 02 min");
        assertThat(Elapsed.whole(7.4)).isEqualTo("7 s");
    }
}
