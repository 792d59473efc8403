package dev.streamgrad.cli.experiment;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * The scales of a chart's axes.
 *
 * @param logarithmic whether the vertical axis is
 * @param facets which axes panels have of their own, in Lets-Plot's words: {@code fixed}, {@code free_y} or {@code free}
 */
record Scales(boolean logarithmic, String facets) {

    /** One linear scale for all. */
    static final Scales SHARED = new Scales(false, "fixed");

    private static final double FAR = 100;
    private static final double SPANS = 5;

    /**
     * Those that let all curves be read: panels of different environments have their own axes. Of positive curves that lie so far apart that
     * most would be one line, the axis is logarithmic. Where one panel spans so much more than another, each has its own vertical axis.
     */
    static Scales of(Map<String, List<Outcome.Point>> courses, Panels panels) {
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

    private static boolean farApart(Map<String, List<Outcome.Point>> courses) {
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

    private static double span(Map<String, List<Outcome.Point>> courses, List<String> variants) {
        Map<String, List<Outcome.Point>> own =
                variants.stream().collect(Collectors.toMap(variant -> variant, courses::get));
        return values(own, point -> point.y().high()).max().orElse(0)
                - values(own, point -> point.y().low()).min().orElse(0);
    }

    private static DoubleStream values(
            Map<String, List<Outcome.Point>> courses, ToDoubleFunction<Outcome.Point> value) {
        return courses.values().stream().flatMap(List::stream).mapToDouble(value);
    }
}
