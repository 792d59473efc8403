package dev.streamgrad.cli.experiment;

import dev.streamgrad.cli.spec.SpecDifference;
import dev.streamgrad.cli.terminal.CommandLineText;
import dev.streamgrad.cli.terminal.Result;
import dev.streamgrad.cli.terminal.Table;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * An experiment's report in Markdown, and its figures.
 *
 * @param command that made it
 * @param streamHash what the run that was repeated through Kafka and Flink came to
 */
record Report(Experiment experiment, List<Outcome> outcomes, String command, Optional<String> streamHash) {

    private static final String RETURN = "mean return of 100 episodes";
    private static final String BY_STEPS = "return-by-steps.svg";
    private static final List<ToDoubleFunction<BatchProbe.Finding>> PROBED = List.of(
            BatchProbe.Finding::autocorrelation,
            BatchProbe.Finding::betweenAgents,
            BatchProbe.Finding::effectiveRows,
            BatchProbe.Finding::deviation,
            BatchProbe.Finding::noise,
            BatchProbe.Finding::agreement);
    private static final String FOUND =
            "*What its author found, in words; on another family of processors, which round sums otherwise, the"
                    + " figures below differ from them:* ";
    private static final String BY_TIME = "return-by-time.svg";

    /** The figures by file name. */
    Map<String, String> figures() {
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put(BY_STEPS, chart("steps", RETURN, Curve.RETURN, Curve.STEPS));
        figures.put(BY_TIME, chart("seconds", RETURN, Curve.RETURN, Curve.SECONDS));
        for (String metric : experiment.charts()) {
            figures.put(figure(metric), chart("steps", metric, metric, Curve.STEPS));
        }
        return figures;
    }

    /** What each figure shows, by file name. */
    private Map<String, String> captions() {
        Map<String, String> captions = new LinkedHashMap<>();
        captions.put(BY_STEPS, caption(RETURN, "steps"));
        captions.put(BY_TIME, caption(RETURN, "seconds"));
        experiment.charts().forEach(metric -> captions.put(figure(metric), caption(metric, "steps")));
        return captions;
    }

    private String caption(String y, String x) {
        return experiment.title() + ": " + y + " by " + x;
    }

    /** The report; it names the figures. */
    String markdown() {
        StringBuilder text = new StringBuilder();
        int seeds = experiment.seeds().size();
        text.append("# ").append(Markdown.text(experiment.title()));
        text.append(" (").append(seeds).append(seeds == 1 ? " seed" : " seeds").append(")\n\n");
        text.append(experiment.question()).append("\n\n");
        if (!experiment.conclusion().isEmpty()) {
            text.append(FOUND).append(experiment.conclusion()).append("\n\n");
        }
        text.append("Made by ").append(Markdown.code(command)).append(", seeds ");
        text.append(experiment.seeds().stream().map(String::valueOf).collect(Collectors.joining(", ")));
        text.append(
                ". Figures over seeds: interquartile mean and 95 % bootstrap interval; in the charts, mean and the same interval.\n\n");
        table(text);
        text.append(
                "\nReturn: of the last 100 training episodes, actions drawn; greedy: of 100 episodes with the last policy. Largest drop:"
                        + " how far the mean return ever fell below what it had reached. Steps to threshold: the median, and how many"
                        + " seeds got there. Steps/s: with the other runs beside it.\n\n");
        outcomes.stream()
                .map(Outcome::failures)
                .filter(failures -> !failures.isEmpty())
                .forEach(failures -> text.append(failures).append("\n\n"));
        captions()
                .forEach((name, caption) -> text.append("![")
                        .append(Markdown.text(caption))
                        .append("](")
                        .append(name)
                        .append(")\n\n"));
        probe(text);
        stream(text);
        specs(text);
        return text.toString();
    }

    private void table(StringBuilder text) {
        List<String> metrics = experiment.charts();
        text.append("| variant | return | greedy | mean over training | largest drop | steps to threshold |");
        metrics.forEach(
                metric -> text.append(" ").append(Markdown.codeInCell(metric)).append(" |"));
        text.append(" steps/s |\n| --- | --- | --- | --- | --- | --- |");
        metrics.forEach(metric -> text.append(" --- |"));
        text.append(" --- |\n");
        for (Outcome outcome : outcomes) {
            text.append("| ").append(Markdown.text(outcome.variant().name()));
            for (Estimate estimate : List.of(
                    outcome.finalReturn(), outcome.greedy(), outcome.meanOverTraining(), outcome.largestDrop())) {
                text.append(" | ").append(estimate.text());
            }
            text.append(" | ").append(outcome.stepsToThreshold());
            metrics.forEach(
                    metric -> text.append(" | ").append(outcome.mean(metric).text()));
            text.append(" | ")
                    .append(Estimate.number(outcome.stepsPerSecond().value()))
                    .append(" |\n");
        }
    }

    private void probe(StringBuilder text) {
        if (experiment.probe().isEmpty()) {
            return;
        }
        text.append("""
                ## One batch

                Batches of every variant, all gathered with the policy that "%s" had after a tenth of its training, far apart in time.
                Autocorrelation: of an agent's observation with its next; between agents: correlation of two agents' observations at one step;
                effective rows: how many independent rows would tell as much of the mean observation. Deviation: of the actor's gradient over the
                whole batch (root of the trace of its covariance); relative to the mean: over the length of the mean gradient of %d batches (about
                %.0f where it is all noise); agreement: mean cosine between the gradients of two batches.

                | variant | rows | autocorrelation | between agents | effective rows | gradient's deviation | relative to its mean | agreement |
                | --- | --- | --- | --- | --- | --- | --- | --- |
                """.formatted(
                Markdown.text(experiment.probe().get().name()), BatchProbe.BATCHES, Math.sqrt(BatchProbe.BATCHES)));
        for (Outcome outcome : outcomes) {
            text.append("| ").append(Markdown.text(outcome.variant().name()));
            text.append(" | ").append(outcome.findings().get(0).rows());
            for (ToDoubleFunction<BatchProbe.Finding> figure : PROBED) {
                text.append(" | ").append(outcome.probed(figure).text());
            }
            text.append(" |\n");
        }
        text.append("\n");
    }

    private void stream(StringBuilder text) {
        streamHash.ifPresent(hash -> {
            Experiment.Run run = experiment.stream().orElseThrow();
            text.append("\"")
                    .append(Markdown.text(run.variant().name()))
                    .append("\" with seed ")
                    .append(run.seed());
            text.append(" was repeated through Kafka and Flink: its hash there is `")
                    .append(hash);
            text.append(
                    hash.equals(serialHash()) ? "`, the same.\n\n" : "`, but here it is `" + serialHash() + "`.\n\n");
        });
    }

    /** The result in short. */
    Result result(Path page) {
        Table table = new Table().row("variant", "return", "greedy", "steps to threshold");
        List<Map<String, Object>> variants = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            String name = outcome.variant().name();
            table.row(name, outcome.finalReturn().text(), outcome.greedy().text(), outcome.stepsToThreshold());
            Map<String, Object> variant = new LinkedHashMap<>();
            variant.put("name", name);
            variant.put("return", outcome.finalReturn());
            variant.put("greedy", outcome.greedy());
            variant.put("stepsToThreshold", outcome.stepsToThreshold());
            variants.add(variant);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("experiment", experiment.name());
        json.put("report", page.toString());
        json.put("variants", variants);
        return new Result(json, table.row("report", page.toString()), Optional.of(played(page)));
    }

    /** The command that plays the last policy of the first variant. */
    private String played(Path page) {
        Path runs = page.resolveSibling(ExperimentDirectory.RUNS);
        Path first = runs.resolve(outcomes.get(0).variant().directory())
                .resolve(experiment.seeds().get(0).toString());
        return CommandLineText.of("evaluate", "--run-dir", first);
    }

    /** What is wrong, if the run that was repeated through Kafka and Flink came to other weights there. */
    Optional<String> otherWeights() {
        return streamHash
                .filter(hash -> !hash.equals(serialHash()))
                .map(hash -> "Through Kafka and Flink the weights came out as " + hash + ", serially as " + serialHash()
                        + ": one of the two is wrong.");
    }

    private String serialHash() {
        Experiment.Run run = experiment.stream().orElseThrow();
        return outcomes.stream()
                .filter(outcome -> outcome.variant().equals(run.variant()))
                .map(outcome -> outcome.results()
                        .get(experiment.seeds().indexOf(run.seed()))
                        .parameterHash())
                .findFirst()
                .orElseThrow();
    }

    private void specs(StringBuilder text) {
        TrainingSpec first = outcomes.get(0).variant().specs().get(0);
        text.append("""
                ## Specs

                What differs from the first variant's spec, which follows; every run's is the `spec.json` in its directory.

                | variant | differs in |
                | --- | --- |
                """);
        for (Outcome outcome : outcomes) {
            String apart = SpecDifference.text(first, outcome.variant().specs().get(0));
            text.append("| ").append(Markdown.text(outcome.variant().name())).append(" | ");
            text.append(apart.isEmpty() ? "–" : Markdown.codeInCell(apart)).append(" |\n");
        }
        text.append("\n```json\n").append(SpecJson.write(first)).append("\n```\n");
    }

    private String chart(String x, String y, String metric, String along) {
        Map<String, List<Outcome.Point>> courses = new LinkedHashMap<>();
        Map<String, String> environments = new LinkedHashMap<>();
        for (Outcome outcome : outcomes) {
            String name = outcome.variant().name();
            courses.put(name, outcome.course(metric, along));
            environments.put(
                    name, outcome.variant().specs().get(0).environment().id());
        }
        return Chart.of(caption(y, x), x, y, courses, Panels.of(environments)).svg();
    }

    private static String figure(String metric) {
        return metric.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + ".svg";
    }
}
