package dev.streamgrad.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ChartTest {

    /** Width of a letter in the widest usual font at 13 pixels, in pixels. */
    private static final double WIDE_LETTER = 8;

    @Test
    void nothingIsWhiteAndTextFollowsTheReadersColourScheme() {
        String svg = svg(courses("one", "two"));
        assertThat(svg)
                .contains("prefers-color-scheme: dark", "fill: var(--text)")
                .doesNotContain("rgb(255,255,255)", "rgb(71,71,71)");
    }

    @Test
    void keepsLabelsUnchanged() {
        assertThat(svg(courses("λ 0.9525", "λ 1")))
                .containsPattern(">\\s*λ 0\\.9525\\s*<")
                .contains("fill-opacity=\"0.18");
    }

    @Test
    void drawsAPanelPerGroupOfVariants() {
        String grouped = svg(courses("A2C, lag 0", "A2C, lag 1", "PPO, lag 0", "PPO, lag 1"));
        assertThat(grouped).containsPattern(">\\s*A2C\\s*<").containsPattern(">\\s*PPO\\s*<");
        assertThat(grouped.split(">\\s*lag 1\\s*<", -1))
                .as("once, in the legend")
                .hasSize(2);
        assertThat(svg(courses("A2C, lag 0", "plain"))).containsPattern(">\\s*A2C, lag 0\\s*<");
    }

    @Test
    void isScalableAndHasATitleAndARole() {
        assertThat(svg(courses("one")))
                .containsPattern("<svg [^>]*viewBox=\"-12 0 784 \\d+\" role=\"img\"")
                .contains("<title>Returns &amp; &quot;more&quot;</title>");
    }

    @Test
    void namesAreEscaped() {
        assertThat(svg(courses("<script>alert(1)</script> & more")))
                .doesNotContain("<script")
                .contains("&lt;script&gt;", "&amp; more");
    }

    @Test
    void panelsAndLegendKeepTheOrderOfTheVariants() {
        String svg = svg(courses("z, lag 8", "z, lag 1", "a, lag 8", "a, lag 1", "m, lag 8", "m, lag 1"));
        assertThat(texts(svg)).containsSubsequence("z", "a", "m").containsSubsequence("lag 8", "lag 1");
    }

    /** The toy text experiment's legend: six names of up to 28 letters, which were once cut off at the right. */
    @Test
    void noNameInTheLegendExtendsBeyondTheChart() {
        String[] names = {
            "FrozenLake 4×4, not slippery", "FrozenLake 4×4", "FrozenLake 8×8", "Cliff", "Taxi", "Taxi, actions masked"
        };
        String svg = svg(courses(names));
        assertThat(texts(svg)).contains(names);
        for (String name : names) {
            Matcher entry =
                    Pattern.compile("<text x=\"([\\d.]+)\"[^>]*>" + name + "<").matcher(svg);
            assertThat(entry.find()).as(name).isTrue();
            assertThat(Double.parseDouble(entry.group(1)) + name.length() * WIDE_LETTER)
                    .isLessThan(760);
        }
        assertThat(svg(courses("x".repeat(300)))).contains("textLength=\"722.0\"");
    }

    /** Such as the clip fraction, which A2C does not have. */
    @Test
    void aCurveWithoutPointsDoesNotChangeTheOthersColours() {
        Map<String, List<VariantResult.Point>> courses = new LinkedHashMap<>();
        courses.put("none", List.of());
        courses.put("some", List.of(point(1, 1), point(2, 2)));
        String red = "stroke=\"rgb(210,0,15)\"";
        assertThat(Palette.COLOURS.get(1)).isEqualTo("#d2000f");
        assertThat(svg(courses)).contains(red);
    }

    @Test
    void everyEnvironmentHasItsOwnPanelAndScale() {
        Map<String, String> environments = new LinkedHashMap<>();
        environments.put("lake", "FrozenLake-v1");
        environments.put("cliff", "CliffWalking-v1");
        Chart chart = chart(courses("lake", "cliff"), environments);
        assertThat(texts(chart.svg())).contains("FrozenLake-v1", "CliffWalking-v1", "lake", "cliff");
        assertThat(chart.scales()).isEqualTo(new Scales(false, "free"));
    }

    @Test
    void curvesThatAreFarApartHaveALogarithmicAxisAndPanelsOfUnequalSpansTheirOwnAxes() {
        Map<String, List<VariantResult.Point>> positive = new LinkedHashMap<>();
        positive.put("a, one", List.of(point(1, 0.001), point(2, 0.002)));
        positive.put("a, two", List.of(point(1, 3), point(2, 2)));
        positive.put("b, one", List.of(point(1, 0.1), point(2, 0.2)));
        positive.put("b, two", List.of(point(1, 0.1), point(2, 0.2)));
        assertThat(svg(positive)).contains("return, logarithmic");
        positive.put("a, one", List.of(point(1, -1), point(2, 3)));
        assertThat(svg(positive)).doesNotContain("logarithmic");
        Map<String, String> environments = new LinkedHashMap<>();
        positive.keySet().forEach(variant -> environments.put(variant, "CartPole-v1"));
        assertThat(chart(positive, environments).scales()).isEqualTo(new Scales(false, "free_y"));
    }

    private static VariantResult.Point point(double x, double y) {
        return new VariantResult.Point(x, new Estimate(y, y, y));
    }

    private static List<String> texts(String svg) {
        return Pattern.compile("<text[^>]*>(.*?)</text>", Pattern.DOTALL)
                .matcher(svg)
                .results()
                .map(text -> text.group(1).replaceAll("<[^>]*>", "").strip())
                .toList();
    }

    @Test
    void aChartOfTwentyCurvesIsSmall() {
        String[] variants = IntStream.range(0, 20)
                .mapToObj(i -> "group " + i / 5 + ", member " + i % 5)
                .toArray(String[]::new);
        assertThat(svg(courses(variants)).getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(100_000);
    }

    @Test
    void isReproducible() {
        assertThat(svg(courses("one"))).isEqualTo(svg(courses("one")));
    }

    private static Map<String, List<VariantResult.Point>> courses(String... variants) {
        Map<String, List<VariantResult.Point>> courses = new LinkedHashMap<>();
        for (String variant : variants) {
            List<VariantResult.Point> course = new ArrayList<>();
            for (int i = 1; i <= VariantResult.GRID; i++) {
                double y = Math.sin(i / 7.0 + courses.size()) * 123.456;
                course.add(new VariantResult.Point(i * 1234.5, new Estimate(y, y - 11.11, y + 12.34)));
            }
            courses.put(variant, course);
        }
        return courses;
    }

    private static String svg(Map<String, List<VariantResult.Point>> courses) {
        Map<String, String> environments = new LinkedHashMap<>();
        courses.keySet().forEach(variant -> environments.put(variant, "CartPole-v1"));
        return chart(courses, environments).svg();
    }

    private static Chart chart(Map<String, List<VariantResult.Point>> courses, Map<String, String> environments) {
        return Chart.of("Returns & \"more\"", "steps", "return", courses, Panels.of(environments));
    }
}
