package dev.streamgrad.cli.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jetbrains.letsPlot.commons.geometry.DoubleVector;
import org.jetbrains.letsPlot.core.util.PlotSvgExportCommon;

/**
 * Curves of several variants, with their intervals, drawn by Lets-Plot as SVG: on no background and in greys that are readable on white
 * and on black.
 */
final class Chart {

    private static final DoubleVector SIZE = new DoubleVector(760, 380);
    private static final Pattern DARK_GREY = Pattern.compile("#474747|rgb\\(71,71,71\\)");
    private static final Pattern LIGHT_GREY =
            Pattern.compile("rgb\\(233,233,233\\)|rgb\\(235,235,235\\)|#E9E9E9|#EBEBEB");
    private static final Pattern RANDOM_ID = Pattern.compile("id=\"([a-zA-Z]\\w{6})\"");

    /** In Lets-Plot's grammar; the labels of the axes are put in. */
    private static final String PLOT = """
            {
              "kind": "plot",
              "mapping": {"x": "x", "color": "variant", "fill": "variant"},
              "layers": [
                {"geom": "ribbon", "alpha": 0.18, "size": 0, "mapping": {"ymin": "low", "ymax": "high"}},
                {"geom": "line", "mapping": {"y": "y"}}
              ],
              "scales": [
                {"aesthetic": "x", "name": %s},
                {"aesthetic": "y", "name": %s},
                {"aesthetic": "color", "name": "", "discrete": true},
                {"aesthetic": "fill", "name": "", "discrete": true}
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
        plot.put("data", data(courses));
        return readable(PlotSvgExportCommon.INSTANCE.buildSvgImageFromRawSpecs(plot, SIZE, Chart::noImages, true));
    }

    private static Map<String, Object> plot(String x, String y) {
        try {
            JsonMapper mapper = new JsonMapper();
            String labelled = PLOT.formatted(mapper.writeValueAsString(x), mapper.writeValueAsString(y));
            return mapper.readValue(labelled, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> data(Map<String, List<Outcome.Point>> courses) {
        List<String> variants = new ArrayList<>();
        courses.forEach((variant, course) -> course.forEach(point -> variants.add(variant)));
        List<Outcome.Point> points =
                courses.values().stream().flatMap(List::stream).toList();
        return Map.of(
                "x", points.stream().map(Outcome.Point::x).toList(),
                "y", points.stream().map(point -> point.y().value()).toList(),
                "low", points.stream().map(point -> point.y().low()).toList(),
                "high", points.stream().map(point -> point.y().high()).toList(),
                "variant", variants);
    }

    private static String noImages(int width, int height, int[] pixels) {
        throw new IllegalStateException("A chart holds no images.");
    }

    /** Mid-grey text, faint grid, and ids that are the same every time. */
    private static String readable(String svg) {
        String text = DARK_GREY.matcher(svg).replaceAll("#808080");
        text = LIGHT_GREY.matcher(text).replaceAll("rgba(128,128,128,0.25)");
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
