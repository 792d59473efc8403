package dev.streamgrad.experiment;

import dev.streamgrad.contract.spec.Algorithm;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.training.terminal.Elapsed;
import dev.streamgrad.training.terminal.Table;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table of results with its explanation, in Markdown.
 *
 * @param source publisher of the main figures that ours are compared with
 * @param command the command that wrote the page
 * @param processors number of processors of the machine
 */
record ResultsPage(String source, List<ResultsRow> rows, List<Long> seeds, String command, int processors) {

    private static final String NONE = "–";

    private static final String PAGE = """
        # Results

        Made by %s; do not edit. Seeds %s; wall time %s on %d processors, each run in one thread.

        **Verdict**: *above* if our mean greedy return over seeds is more than the published mean + the published spread; *below* if it is less
        than the published mean − the spread; *within* otherwise. In %d of %d rows it is within or above.

        %s
        - **published, greedy** (%s): one run; mean ± standard deviation over its episodes.
        - **ours, greedy**: every seed's last policy plays %d episodes, the same for all seeds, and takes the most probable action. Mean over seeds
          ± standard deviation (n − 1) over the seeds' means; then each seed's mean, in the order of the seeds. **Over episodes** is comparable
          with the published spread: the root of the mean over seeds of the variance over a run's episodes.
        - **ours, stochastic**: the same with sampled actions.
        - **ours, training**: mean return of the last 100 training episodes, with sampled actions; mean ± standard deviation over seeds.
        - **wall time**: of one run's training, measured while other runs shared the machine; mean over seeds.
        %s
        ## Comparison with other published training returns

        All of these are returns of training episodes, with sampled actions. Budgets, hyper-parameters and numbers of agents differ, so only the
        order of magnitude is comparable. "Ours at their steps" is the return of the same runs after that many steps; their schedules end at our
        budget.

        %s
        ## Settings

        The settings of the presets, `training/src/main/resources/dev/streamgrad/training/spec/presets/`, which have the published hyper-parameters.
        The whole spec of every run is `spec.json` in the run's directory.

        %s""";

    String markdown() {
        return PAGE.formatted(
                Markdown.code(command),
                seeds.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                Elapsed.text(elapsedSeconds(results())),
                processors,
                rows.stream()
                        .filter(row -> row.verdict() != ResultsRow.Verdict.BELOW)
                        .count(),
                rows.size(),
                main(),
                source,
                ExperimentRuns.EPISODES,
                remarks(),
                further(),
                settings());
    }

    /** The main columns, for a terminal. */
    Table table() {
        Table table = new Table().row("row", "published", "ours", "verdict", "wall time");
        for (ResultsRow row : rows) {
            List<String> cells = cells(row);
            table.row(row.published().name(), cells.get(3), spread(row.greedy()), cells.get(9), cells.get(10));
        }
        return table;
    }

    /** The time in which at least one run was in progress: overlaps count once, pauses between two calls do not count. */
    static double elapsedSeconds(List<RunResult> results) {
        long covered = 0;
        long until = Long.MIN_VALUE;
        for (RunResult run : results.stream()
                .sorted(Comparator.comparingLong(RunResult::startedMillis))
                .toList()) {
            covered += Math.max(0, run.endedMillis() - Math.max(until, run.startedMillis()));
            until = Math.max(until, run.endedMillis());
        }
        return covered / 1000.0;
    }

    private List<RunResult> results() {
        return rows.stream().flatMap(row -> row.results().stream()).toList();
    }

    private String main() {
        return table(
                List.of(
                        "environment",
                        "algorithm",
                        "steps",
                        "published, greedy",
                        "ours, greedy",
                        "over episodes",
                        "by seed, greedy",
                        "ours, stochastic",
                        "ours, training (stochastic)",
                        "verdict",
                        "wall time"),
                rows.stream().map(this::cells).toList());
    }

    private List<String> cells(ResultsRow row) {
        PublishedTable.Row published = row.published();
        return List.of(
                published.environment(),
                published.algorithm().toUpperCase(Locale.ROOT),
                count(published.steps()),
                spread(published.published().mean(), published.published().deviation()),
                "**" + spread(row.greedy()) + "**",
                "± " + number(row.pooledDeviation()),
                row.results().stream()
                        .map(result -> number(result.greedy().mean()))
                        .collect(Collectors.joining(" / ")),
                spread(row.stochastic()),
                spread(row.training()),
                row.verdict().name().toLowerCase(Locale.ROOT),
                Elapsed.text(row.wallSeconds()));
    }

    private String remarks() {
        return rows.stream()
                .flatMap(row -> Stream.concat(
                                row.published().remark().stream(),
                                row.published().below().stream()
                                        .filter(why -> row.verdict() == ResultsRow.Verdict.BELOW))
                        .map(remark -> "- " + row.published().name() + ": " + remark + "\n"))
                .collect(Collectors.joining());
    }

    private String further() {
        return table(
                List.of(
                        "environment",
                        "algorithm",
                        "published by",
                        "steps",
                        "their return",
                        "ours at their steps",
                        "ours at the end"),
                rows.stream()
                        .flatMap(row -> row.published().further().stream().map(further -> cells(row, further)))
                        .toList());
    }

    private static List<String> cells(ResultsRow row, PublishedTable.Further further) {
        PublishedTable.Row published = row.published();
        return List.of(
                published.environment(),
                published.algorithm().toUpperCase(Locale.ROOT),
                further.source(),
                count(further.steps()),
                spread(further.mean(), further.deviation().orElse(Double.NaN)),
                further.steps() <= published.steps() ? spread(row.training(further.steps())) : NONE,
                spread(row.training()) + " (" + count(published.steps()) + ")");
    }

    private String settings() {
        return table(
                List.of(
                        "row",
                        "agents × steps",
                        "minibatch",
                        "epochs",
                        "γ",
                        "λ",
                        "learning rate",
                        "clip range",
                        "entropy",
                        "normalised",
                        "gSDE"),
                rows.stream()
                        .map(row -> settings(
                                row.published().name(), row.variant().specs().get(0)))
                        .toList());
    }

    private static List<String> settings(String name, TrainingSpec spec) {
        int minibatch = spec.update().minibatchSize();
        boolean ppo = spec.update().algorithm() == Algorithm.PPO;
        return List.of(
                name,
                spec.rollouts().agents() + " × " + spec.rollouts().rolloutLength(),
                minibatch == 0 ? "the whole batch" : Integer.toString(minibatch),
                Integer.toString(spec.update().epochs()),
                Double.toString(spec.advantage().gamma()),
                Double.toString(spec.advantage().lambda()),
                spec.optimiser().learningRate().written(),
                ppo ? spec.loss().clipRange().written() : NONE,
                spec.loss().entropyCoefficient().written(),
                spec.normalisation().observations() ? "yes" : "no",
                spec.network().stateDependentExploration() ? "yes" : "no");
    }

    private static String table(List<String> header, List<List<String>> rows) {
        Function<List<String>, String> line = cells -> "| " + String.join(" | ", cells) + " |\n";
        return line.apply(header)
                + line.apply(header.stream().map(cell -> "---").toList())
                + rows.stream().map(line).collect(Collectors.joining());
    }

    private static String spread(ResultsRow.OverSeeds figure) {
        return spread(figure.mean(), figure.deviation());
    }

    private static String spread(double mean, double deviation) {
        return number(mean) + (Double.isNaN(deviation) ? "" : " ± " + number(deviation));
    }

    private static String number(double value) {
        return Double.isNaN(value)
                ? NONE
                : String.format(Locale.ROOT, "%.2f", value).replace('-', '−');
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
