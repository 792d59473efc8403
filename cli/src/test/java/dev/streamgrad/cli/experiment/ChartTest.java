package dev.streamgrad.cli.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ChartTest {

    private static final int WHITE = 0xFFFFFF;

    /** What browsers draw a dark page on. */
    private static final int DARK = 0x121212;

    /** Contrast as WCAG 2 defines it; graphics need 3 : 1. */
    @Test
    void linesCanBeToldFromLightAndFromDarkPages() {
        for (String colour : Chart.COLOURS) {
            int rgb = Integer.parseInt(colour.substring(1), 16);
            assertThat(contrast(rgb, WHITE)).as(colour + " on white").isGreaterThanOrEqualTo(3);
            assertThat(contrast(rgb, DARK)).as(colour + " on dark").isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void nothingIsWhiteAndTextGoesByTheReadersScheme() {
        String svg = Chart.svg("steps", "return", courses("one", "two"));
        assertThat(svg)
                .contains("prefers-color-scheme: dark", "fill: var(--text)")
                .doesNotContain("rgb(255,255,255)", "rgb(71,71,71)");
    }

    @Test
    void labelsAreLeftAsTheyAre() {
        assertThat(Chart.svg("steps", "return", courses("λ 0.9525", "λ 1")))
                .containsPattern(">\\s*λ 0\\.9525\\s*<")
                .contains("fill-opacity=\"0.18");
    }

    @Test
    void variantsOfTwoPartsAreDrawnInAPanelPerGroup() {
        String grouped = Chart.svg("steps", "return", courses("A2C, lag 0", "A2C, lag 1", "PPO, lag 0", "PPO, lag 1"));
        assertThat(grouped).containsPattern(">\\s*A2C\\s*<").containsPattern(">\\s*PPO\\s*<");
        assertThat(grouped.split(">\\s*lag 1\\s*<", -1))
                .as("once, in the legend")
                .hasSize(2);
        assertThat(Chart.svg("steps", "return", courses("A2C, lag 0", "plain")))
                .containsPattern(">\\s*A2C, lag 0\\s*<");
    }

    @Test
    void aChartOfTwentyCurvesIsSmall() {
        String[] variants = IntStream.range(0, 20)
                .mapToObj(i -> "group " + i / 5 + ", member " + i % 5)
                .toArray(String[]::new);
        assertThat(Chart.svg("steps", "return", courses(variants)).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(100_000);
    }

    @Test
    void isTheSameEveryTime() {
        assertThat(Chart.svg("x", "y", courses("one"))).isEqualTo(Chart.svg("x", "y", courses("one")));
    }

    private static Map<String, List<Outcome.Point>> courses(String... variants) {
        Map<String, List<Outcome.Point>> courses = new LinkedHashMap<>();
        for (String variant : variants) {
            List<Outcome.Point> course = new ArrayList<>();
            for (int i = 1; i <= Outcome.GRID; i++) {
                double y = Math.sin(i / 7.0 + courses.size()) * 123.456;
                course.add(new Outcome.Point(i * 1234.5, new Estimate(y, y - 11.11, y + 12.34)));
            }
            courses.put(variant, course);
        }
        return courses;
    }

    private static double contrast(int one, int other) {
        double lighter = Math.max(luminance(one), luminance(other));
        double darker = Math.min(luminance(one), luminance(other));
        return (lighter + 0.05) / (darker + 0.05);
    }

    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16 & 0xFF) + 0.7152 * linear(rgb >> 8 & 0xFF) + 0.0722 * linear(rgb & 0xFF);
    }

    private static double linear(int part) {
        double value = part / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
