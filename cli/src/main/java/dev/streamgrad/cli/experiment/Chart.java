package dev.streamgrad.cli.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jetbrains.letsPlot.commons.geometry.DoubleVector;
import org.jetbrains.letsPlot.core.util.PlotSvgExportCommon;

/**
 * Curves of several variants, with their intervals, drawn by Lets-Plot as SVG, for light and dark pages: on no background, with text that
 * goes by the reader's colour scheme, and lines in colours that are told from both. Variants that are all named {@code GROUP, MEMBER} are drawn
 * in a panel per group.
 */
final class Chart {

    /** At least 3 : 1 against white and against {@code #121212}. */
    static final List<String> COLOURS = List.of(
            "#3b82f6", "#e8590c", "#2b9348", "#c2409c", "#8b5cf6", "#0c8599", "#a67c00", "#868e96", "#b5533c",
            "#e64980");

    private static final int WIDTH = 760;
    private static final int HEIGHT = 380;
    private static final int PANEL_HEIGHT = 300;
    private static final int PANELS_IN_A_ROW = 2;
    private static final Pattern GROUPED = Pattern.compile("(.+?), (.+)");
    private static final String TEXT = "#474747";
    private static final Pattern STROKE_OF_TEXT = Pattern.compile("rgb\\(71,71,71\\)");
    private static final Pattern LIGHT_GREY =
            Pattern.compile("rgb\\(233,233,233\\)|rgb\\(235,235,235\\)|#E9E9E9|#EBEBEB");
    private static final Pattern WHITE = Pattern.compile("(fill|stroke)=\"rgb\\(255,255,255\\)\"");
    private static final Pattern RANDOM_ID = Pattern.compile("id=\"([a-zA-Z]\\w{6})\"");
    private static final Pattern PLACE =
            Pattern.compile(" (d|x|x1|x2|y|y1|y2|width|height|transform|clip-bounds-jfx)=\"[^\"]*\"");
    private static final Pattern LONG_NUMBER = Pattern.compile("(\\d+\\.\\d)\\d+");
    private static final Pattern UNSEEN =
            Pattern.compile("<path d=\"[^\"]*\" fill=\"none\" stroke-width=\"0.0\"[^>]*>\\s*</path>");
    private static final Pattern INDENT = Pattern.compile("\\n\\s+");

    /** The text's colours: at least 4.5 : 1 on white, and on black for those who ask for it. */
    private static final String SCHEMES =
            "svg { --text: #6b6b6b; } @media (prefers-color-scheme: dark) { svg { --text: #b8b8b8; } }\n";

    /** In Lets-Plot's grammar; labels, colours and panels are put in. */
    private static final String PLOT = """
            {
              "kind": "plot",
              "mapping": {"x": "x", "color": "variant", "fill": "variant"},
              "layers": [
                {"geom": "ribbon", "alpha": 0.18, "size": 0, "tooltips": "none", "mapping": {"ymin": "low", "ymax": "high"}},
                {"geom": "line", "tooltips": "none", "mapping": {"y": "y"}}
              ],
              "scales": [
                {"aesthetic": "x", "name": %s},
                {"aesthetic": "y", "name": %s},
                {"aesthetic": "color", "name": "", "discrete": true, "values": %s},
                {"aesthetic": "fill", "name": "", "discrete": true, "values": %3$s}
              ],
              "theme": {"name": "minimal", "legend_position": "bottom"}
            }
            """;

    private Chart() {}

    /**
     * Draws.
     *
     * @param x label of the horizontal axis
     * @param y label of the vertical axis
     * @param courses by variant, in the order of the legend
     */
    static String svg(String x, String y, Map<String, List<Outcome.Point>> courses) {
        Map<String, Object> plot = plot(x, y);
        long panels = panels(courses.keySet());
        plot.put("data", data(courses, panels > 1));
        double height = HEIGHT;
        if (panels > 1) {
            plot.put(
                    "facet",
                    Map.of("name", "wrap", "facets", List.of("group"), "ncol", PANELS_IN_A_ROW, "order", List.of(0)));
            height = PANEL_HEIGHT * Math.ceil((double) panels / PANELS_IN_A_ROW);
        }
        return readable(PlotSvgExportCommon.INSTANCE.buildSvgImageFromRawSpecs(
                plot, new DoubleVector(WIDTH, height), Chart::noImages, true));
    }

    /** How many groups there are; 1 where variants are not all of one, or every group has one member. */
    private static long panels(Set<String> variants) {
        long groups = variants.stream().map(Chart::group).distinct().count();
        boolean all =
                variants.stream().allMatch(variant -> GROUPED.matcher(variant).matches());
        return all && groups < variants.size() ? groups : 1;
    }

    private static String group(String variant) {
        return GROUPED.matcher(variant).replaceFirst("$1");
    }

    private static Map<String, Object> plot(String x, String y) {
        try {
            JsonMapper mapper = new JsonMapper();
            String labelled = PLOT.formatted(
                    mapper.writeValueAsString(x), mapper.writeValueAsString(y), mapper.writeValueAsString(COLOURS));
            return mapper.readValue(labelled, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> data(Map<String, List<Outcome.Point>> courses, boolean grouped) {
        List<String> variants = new ArrayList<>();
        courses.forEach((variant, course) -> course.forEach(point -> variants.add(variant)));
        List<Outcome.Point> points =
                courses.values().stream().flatMap(List::stream).toList();
        return Map.of(
                "x", points.stream().map(Outcome.Point::x).toList(),
                "y", points.stream().map(point -> point.y().value()).toList(),
                "low", points.stream().map(point -> point.y().low()).toList(),
                "high", points.stream().map(point -> point.y().high()).toList(),
                "group", variants.stream().map(Chart::group).toList(),
                "variant",
                        grouped
                                ? variants.stream()
                                        .map(variant -> GROUPED.matcher(variant).replaceFirst("$2"))
                                        .toList()
                                : variants);
    }

    private static String noImages(int width, int height, int[] pixels) {
        throw new IllegalStateException("A chart holds no images.");
    }

    /** No background, the reader's colours, a tenth of a pixel, nothing that isn't seen, and ids that are the same every time. */
    private static String readable(String svg) {
        String text = svg.replace(TEXT, "var(--text)").replaceFirst("<style type=\"text/css\">", "$0\n" + SCHEMES);
        text = STROKE_OF_TEXT.matcher(text).replaceAll("#808080");
        text = LIGHT_GREY.matcher(text).replaceAll("rgba(128,128,128,0.25)");
        text = WHITE.matcher(text).replaceAll("$1=\"none\"");
        text = PLACE.matcher(text)
                .replaceAll(place -> LONG_NUMBER.matcher(place.group()).replaceAll("$1"));
        text = UNSEEN.matcher(text).replaceAll("");
        text = INDENT.matcher(text).replaceAll("\n");
        List<String> ids = RANDOM_ID
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .distinct()
                .toList();
        for (int i = 0; i < ids.size(); i++) {
            text = text.replace(ids.get(i), String.format(Locale.ROOT, "part%d", i));
        }
        return text;
    }
}
