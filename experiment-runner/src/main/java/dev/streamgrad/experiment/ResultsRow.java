package dev.streamgrad.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A published figure and the results of our runs.
 *
 * @param variant the trained variant
 * @param results one per seed, in the order of the seeds
 */
record ResultsRow(PublishedTable.Row published, Experiment.Variant variant, List<RunResult> results) {

    /** Compares our mean greedy return with the published one. */
    enum Verdict {
        /** More than the published mean + deviation. */
        ABOVE,
        /** Neither above nor below. */
        WITHIN,
        /** Less than the published mean − deviation. */
        BELOW
    }

    /**
     * Mean and spread over seeds.
     *
     * @param deviation sample standard deviation (n − 1); NaN for a single seed
     */
    record OverSeeds(double mean, double deviation) {}

    OverSeeds greedy() {
        return over(result -> result.greedy().mean());
    }

    OverSeeds stochastic() {
        return over(result -> result.stochastic().mean());
    }

    /** The mean return of the last 100 training episodes. */
    OverSeeds training() {
        return over(RunResult::finalReturn);
    }

    /** The mean training return after {@code steps} transitions. */
    OverSeeds training(long steps) {
        return over(result -> result.at(Curve.RETURN, Curve.STEPS, (double) steps));
    }

    /** Standard deviation of the greedy return over a run's episodes, pooled: root of the mean over seeds of the variance. */
    double pooledDeviation() {
        return Math.sqrt(results.stream()
                .mapToDouble(result -> result.greedy().deviation())
                .map(deviation -> deviation * deviation)
                .average()
                .orElse(Double.NaN));
    }

    Verdict verdict() {
        double ours = greedy().mean();
        PublishedTable.Published theirs = published.published();
        if (ours >= theirs.mean() - theirs.deviation()) {
            return ours > theirs.mean() + theirs.deviation() ? Verdict.ABOVE : Verdict.WITHIN;
        }
        return Verdict.BELOW;
    }

    /** Wall time of one run's training, seconds, mean over seeds. */
    double wallSeconds() {
        return over(RunResult::wallSeconds).mean();
    }

    private OverSeeds over(ToDoubleFunction<RunResult> figure) {
        double[] values = results.stream().mapToDouble(figure).toArray();
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return new OverSeeds(mean, values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : Double.NaN);
    }
}
