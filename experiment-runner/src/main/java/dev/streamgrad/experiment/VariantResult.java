package dev.streamgrad.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.apache.commons.statistics.descriptive.Median;

/** The results of a variant over its seeds. */
record VariantResult(Experiment.Variant variant, List<RunResult> results, List<BatchProbe.Finding> findings) {

    static final int GRID = 60;

    /** A point of a curve over seeds. */
    record Point(double x, Estimate y) {}

    /** Mean return of the last 100 training episodes. */
    Estimate finalReturn() {
        return over(RunResult::finalReturn);
    }

    /** Mean greedy return of the last policy over 100 episodes. */
    Estimate greedy() {
        return over(result -> result.greedy().mean());
    }

    Estimate meanOverTraining() {
        return over(RunResult::meanOverTraining);
    }

    Estimate largestDrop() {
        return over(RunResult::largestDrop);
    }

    Estimate stepsPerSecond() {
        return over(RunResult::stepsPerSecond);
    }

    Estimate mean(String metric) {
        return over(result -> result.mean(metric));
    }

    /** Transitions until the task was solved: the median over all seeds (a dash if it is infinite) and the number of seeds that solved it. */
    String stepsToThreshold() {
        if (variant.specs().get(0).budget().solvedReturn().isEmpty()) {
            return "no threshold";
        }
        double[] steps = results.stream()
                .mapToDouble(result ->
                        result.stepsToThreshold().map(Long::doubleValue).orElse(Double.POSITIVE_INFINITY))
                .toArray();
        double median = Median.withDefaults().evaluate(steps);
        long solved = Arrays.stream(steps).filter(Double::isFinite).count();
        return (Double.isFinite(median) ? Estimate.number(median) : "–") + " (" + solved + " of " + steps.length + ")";
    }

    /** The failed runs with their steps and reasons, in Markdown; empty if none failed. */
    String failures() {
        return results.stream()
                .filter(RunResult::failed)
                .map(result -> String.format(
                        Locale.ROOT,
                        "\"%s\": a run failed after %,d steps: %s",
                        Markdown.text(variant.name()),
                        result.steps(),
                        Markdown.text(result.reason())))
                .collect(Collectors.joining("\n\n"));
    }

    /**
     * A metric's curve over seeds: mean and interval. A run that ended before the others keeps its last value.
     *
     * @param along {@link Curve#STEPS} or {@link Curve#SECONDS}
     */
    List<Point> course(String metric, String along) {
        double end = results.stream()
                .mapToDouble(result -> last(result).getOrDefault(along, 0.0))
                .max()
                .orElse(0);
        List<Point> course = new ArrayList<>();
        for (int i = 1; i <= GRID; i++) {
            double x = end * i / GRID;
            double[] values = results.stream()
                    .mapToDouble(result -> result.at(metric, along, x))
                    .toArray();
            if (Arrays.stream(values).noneMatch(Double::isNaN)) {
                course.add(new Point(x, Estimate.mean(values)));
            }
        }
        return course;
    }

    /** A figure of the probed batches, over seeds. */
    Estimate probed(ToDoubleFunction<BatchProbe.Finding> figure) {
        return Estimate.interquartileMean(findings.stream().mapToDouble(figure).toArray());
    }

    private Estimate over(ToDoubleFunction<RunResult> figure) {
        return Estimate.interquartileMean(results.stream().mapToDouble(figure).toArray());
    }

    private static Map<String, Double> last(RunResult result) {
        return result.points().isEmpty()
                ? Map.of()
                : result.points().get(result.points().size() - 1);
    }
}
