package dev.streamgrad.cli.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A published figure and what our runs came to.
 *
 * @param variant what was trained
 * @param results one per seed, in their order
 */
record ResultsRow(PublishedTable.Row published, Experiment.Variant variant, List<RunResult> results) {

    /** How our mean greedy return stands to the published one. */
    enum Verdict {
        /** More than the published mean + deviation. */
        ABOVE,
        /** Not below, not above. */
        WITHIN,
        /** Less than the published mean − deviation. */
        BELOW
    }

    /**
     * Mean and spread over seeds.
     *
     * @param deviation sample form (n − 1); NaN for a single seed
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

    /** The mean training return after so many transitions. */
    OverSeeds training(long steps) {
        return over(result -> result.at(Curve.RETURN, Curve.STEPS, (double) steps));
    }

    /** What a run's greedy returns deviate by over its episodes: root of the mean over seeds of their variances. */
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
