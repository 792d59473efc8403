package dev.streamgrad.experiment;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * The scales of a chart's axes.
 *
 * @param logarithmic whether the vertical axis is logarithmic
 * @param facets the axes that each panel scales by itself, in Lets-Plot's terms: {@code fixed}, {@code free_y} or {@code free}
 */
record Scales(boolean logarithmic, String facets) {

    /** One linear scale for all. */
    static final Scales SHARED = new Scales(false, "fixed");

    private static final double FAR = 100;
    private static final double SPANS = 5;

    /**
     * Scales with which all curves are readable. Panels of different environments have their own axes. If all curves are positive and their
     * means differ by a factor of more than {@value #FAR}, the vertical axis is logarithmic. If one panel spans more than {@value #SPANS}
     * times as much as another, each has its own vertical axis.
     */
    static Scales of(Map<String, List<VariantResult.Point>> courses, Panels panels) {
        if (panels.ownScales()) {
            return new Scales(false, "free");
        }
        if (farApart(courses)) {
            return new Scales(true, "fixed");
        }
        DoubleSummaryStatistics spans =
                courses.keySet().stream().collect(Collectors.groupingBy(panels::title)).values().stream()
                        .mapToDouble(variants -> span(courses, variants))
                        .summaryStatistics();
        return spans.getMax() > SPANS * spans.getMin() ? new Scales(false, "free_y") : SHARED;
    }

    private static boolean farApart(Map<String, List<VariantResult.Point>> courses) {
        DoubleSummaryStatistics means = courses.values().stream()
                .filter(course -> !course.isEmpty())
                .mapToDouble(
                        course -> values(Map.of("", course), point -> point.y().value())
                                .average()
                                .orElseThrow())
                .summaryStatistics();
        return values(courses, point -> point.y().low()).allMatch(value -> value > 0)
                && means.getMax() > FAR * means.getMin();
    }

    private static double span(Map<String, List<VariantResult.Point>> courses, List<String> variants) {
        Map<String, List<VariantResult.Point>> own =
                variants.stream().collect(Collectors.toMap(variant -> variant, courses::get));
        return values(own, point -> point.y().high()).max().orElse(0)
                - values(own, point -> point.y().low()).min().orElse(0);
    }

    private static DoubleStream values(
            Map<String, List<VariantResult.Point>> courses, ToDoubleFunction<VariantResult.Point> value) {
        return courses.values().stream().flatMap(List::stream).mapToDouble(value);
    }
}
