package dev.streamgrad.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jetbrains.letsPlot.commons.geometry.DoubleVector;
import org.jetbrains.letsPlot.core.util.PlotSvgExportCommon;

/**
 * The curves of several variants with their intervals, drawn by Lets-Plot as SVG for light and dark pages.
 *
 * @param title the caption
 * @param x label of the horizontal axis
 * @param y label of the vertical axis
 * @param courses the points of each variant's curve, by variant, in the order of the legend
 */
record Chart(
        String title,
        String x,
        String y,
        Map<String, List<VariantResult.Point>> courses,
        Panels panels,
        Scales scales) {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 340;
    private static final int PANEL_HEIGHT = 260;
    private static final int PANELS_IN_A_ROW = 2;
    private static final String PLACE = "panel-%04d";

    /** A plot in Lets-Plot's specification language. */
    private static final String PLOT = """
            {
              "kind": "plot",
              "mapping": {"x": "x", "color": "variant", "fill": "variant", "linetype": "variant"},
              "layers": [
                {"geom": "ribbon", "alpha": 0.18, "size": 0, "tooltips": "none", "mapping": {"ymin": "low", "ymax": "high"}},
                {"geom": "line", "tooltips": "none", "mapping": {"y": "y"}}
              ],
              "scales": [
                {"aesthetic": "x", "name": %s},
                {"aesthetic": "y", "name": %s%s},
                {"aesthetic": "color", "discrete": true, "limits": %s, "values": %s},
                {"aesthetic": "fill", "discrete": true, "limits": %4$s, "values": %5$s},
                {"aesthetic": "linetype", "discrete": true, "limits": %4$s, "values": %s}
              ],
              "theme": {"name": "minimal", "legend_position": "none"}
            }
            """;

    /** A chart with scales chosen so that all curves are readable. */
    static Chart of(String title, String x, String y, Map<String, List<VariantResult.Point>> courses, Panels panels) {
        return new Chart(title, x, y, courses, panels, Scales.of(courses, panels));
    }

    String svg() {
        Map<String, Object> plot = plot();
        plot.put("data", data());
        double height = HEIGHT;
        int count = panels.titles().size();
        if (count > 1) {
            plot.put("facet", facet());
            height = PANEL_HEIGHT * Math.ceil((double) count / PANELS_IN_A_ROW);
        }
        String drawn = SvgText.readable(PlotSvgExportCommon.INSTANCE.buildSvgImageFromRawSpecs(
                plot, new DoubleVector(WIDTH, height), Chart::noImages, true));
        Legend legend = new Legend(panels.names(), WIDTH);
        return SvgText.framed(titled(drawn), title, WIDTH, height + legend.height(), legend.svg(height));
    }

    /** Lets-Plot sorts panels by name, so each panel is named by its position; this replaces the names by the titles. */
    private String titled(String svg) {
        String text = svg;
        for (int place = 0; place < panels.titles().size(); place++) {
            text = text.replace(
                    PLACE.formatted(place), SvgText.escaped(panels.titles().get(place)));
        }
        return text;
    }

    private Map<String, Object> facet() {
        return Map.of(
                "name", "wrap",
                "facets", List.of("group"),
                "ncol", PANELS_IN_A_ROW,
                "order", List.of(1),
                "scales", scales.facets());
    }

    private Map<String, Object> plot() {
        int curves = panels.names().size();
        try {
            JsonMapper mapper = new JsonMapper();
            String filled = PLOT.formatted(
                    mapper.writeValueAsString(x),
                    mapper.writeValueAsString(scales.logarithmic() ? y + ", logarithmic" : y),
                    scales.logarithmic() ? ", \"trans\": \"log10\"" : "",
                    mapper.writeValueAsString(panels.names().stream()
                            .map(name -> place(panels.names(), name))
                            .toList()),
                    mapper.writeValueAsString(Palette.colours(curves)),
                    mapper.writeValueAsString(Palette.lines(curves)));
            return mapper.readValue(filled, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, Object> data() {
        return Map.of(
                "x", points(VariantResult.Point::x),
                "y", points(point -> point.y().value()),
                "low", points(point -> point.y().low()),
                "high", points(point -> point.y().high()),
                "group", perPoint(variant -> place(panels.titles(), panels.title(variant))),
                "variant", perPoint(variant -> place(panels.names(), panels.name(variant))));
    }

    private List<Double> points(Function<VariantResult.Point, Double> value) {
        return courses.values().stream().flatMap(List::stream).map(value).toList();
    }

    private List<String> perPoint(Function<String, String> name) {
        return courses.entrySet().stream()
                .flatMap(course -> Stream.generate(() -> name.apply(course.getKey()))
                        .limit(course.getValue().size()))
                .toList();
    }

    private static String place(List<String> names, String name) {
        return PLACE.formatted(names.indexOf(name));
    }

    private static String noImages(int width, int height, int[] pixels) {
        throw new IllegalStateException("A chart contains no images.");
    }
}
