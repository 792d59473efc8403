package dev.streamgrad.cli.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What a variant came to, over its seeds. */
record Outcome(Experiment.Variant variant, List<RunResult> results, List<BatchProbe.Finding> findings) {

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

    /** Transitions until solved: the median over all seeds, where most were; and how many were. */
    String stepsToThreshold() {
        List<Long> solved = results.stream()
                .flatMap(result -> result.stepsToThreshold().stream())
                .sorted()
                .toList();
        int middle = results.size() / 2;
        String median = solved.size() > middle ? String.format(java.util.Locale.ROOT, "%,d", solved.get(middle)) : "–";
        return median + " (" + solved.size() + " of " + results.size() + ")";
    }

    /**
     * A metric's course over seeds: mean and interval.
     *
     * @param along {@link Curve#STEPS} or {@link Curve#SECONDS}
     */
    List<Point> course(String metric, String along) {
        double end = results.stream()
                .mapToDouble(result -> last(result).getOrDefault(along, 0.0))
                .min()
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

    /** A figure of the batches that were probed. */
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
