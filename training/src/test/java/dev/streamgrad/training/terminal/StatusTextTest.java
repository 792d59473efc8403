package dev.streamgrad.training.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StatusTextTest {

    private static final List<String> PARTS =
            List.of("return 334.1", "46%", "7 s left", "7,800 steps/s", "46,336/100,096 steps", "update 181", "lag 0");
    private static final StatusText TEXT = new StatusText(PARTS, OptionalDouble.of(0.46), 4);

    @Test
    void shortensTheBarBeforeItLeavesOutAPart() {
        assertThat(TEXT.fit(40)).isEqualTo("return 334.1  46%  7 s left  [====     ]");
        assertThat(TEXT.fit(60)).isEqualTo("return 334.1  46%  7 s left  7,800 steps/s  [======        ]");
        assertThat(TEXT.fit(80))
                .isEqualTo("return 334.1  46%  7 s left  7,800 steps/s  [======      ]  46,336/100,096 steps");
        assertThat(TEXT.fit(100))
                .isEqualTo(
                        "return 334.1  46%  7 s left  7,800 steps/s  [======       ]  46,336/100,096 steps  update 181"
                                + "  lag 0");
        assertThat(TEXT.fit(200))
                .startsWith("return 334.1  46%  7 s left  7,800 steps/s  [" + "=".repeat(13) + " ".repeat(15) + "]  ");
    }

    /** A return of 334.1 that was cut off was once read as 33. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 2, 3, 5, 8, 12, 13, 20, 33, 39, 54, 79, 99, 120})
    void aNumberIsShownWholeOrNotAtAll(int columns) {
        String line = TEXT.fit(columns);
        assertThat(line.length()).isLessThanOrEqualTo(Math.max(0, columns));
        assertThat(Arrays.stream(line.split(" {2,}|(?<=]) | (?=\\[)|^\\[.*]$"))
                        .filter(part -> !part.isBlank() && !part.matches("[\\[= \\]]+")))
                .allMatch(PARTS::contains);
    }

    @Test
    void showsNoBarWithoutAnEnd() {
        assertThat(new StatusText(PARTS, OptionalDouble.empty(), 4).fit(200)).doesNotContain("[");
    }
}
