package dev.streamgrad.experiment;

import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.training.spec.SpecDifference;
import dev.streamgrad.training.terminal.CommandLineText;
import dev.streamgrad.training.terminal.Result;
import dev.streamgrad.training.terminal.Table;
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
 * @param command the command that wrote the report
 * @param streamHash hash of the last weights of the run that was repeated through Kafka and Flink
 */
record Report(Experiment experiment, List<VariantResult> outcomes, String command, Optional<String> streamHash) {

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
            "*The author's conclusion. Another family of processors rounds sums differently, so its figures may differ"
                    + " from the tables below:* ";
    private static final String BY_TIME = "return-by-time.svg";

    /** The SVG figures by file name. */
    Map<String, String> figures() {
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put(BY_STEPS, chart("steps", RETURN, Curve.RETURN, Curve.STEPS));
        figures.put(BY_TIME, chart("seconds", RETURN, Curve.RETURN, Curve.SECONDS));
        for (String metric : experiment.charts()) {
            figures.put(figure(metric), chart("steps", metric, metric, Curve.STEPS));
        }
        return figures;
    }

    /** The figures' captions by file name. */
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

    /** The report's text, which refers to the figures by file name. */
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
                "\nReturn: mean of the last 100 training episodes, with sampled actions. Greedy: mean of 100 episodes with the last policy"
                        + " and its most probable actions. Largest drop: the largest fall of the mean return below its highest value so far."
                        + " Steps to threshold: the median, and the number of seeds that reached it. Steps/s: measured while other runs"
                        + " shared the machine.\n\n");
        outcomes.stream()
                .map(VariantResult::failures)
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
        for (VariantResult outcome : outcomes) {
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

                Every variant's batches, gathered with the policy that "%s" had after a tenth of its training, with many steps between two batches.
                Autocorrelation: correlation of an agent's observation with its next one. Between agents: correlation of two agents' observations at one
                step. Effective rows: number of independent rows whose mean observation has the same variance. Deviation: standard deviation of the actor's
                gradient over the whole batch (root of the trace of its covariance). Relative to its mean: the deviation divided by the norm of the mean
                gradient of %d batches (about %.0f for pure noise). Agreement: mean cosine between the gradients of two batches.

                | variant | rows | autocorrelation | between agents | effective rows | gradient's deviation | relative to its mean | agreement |
                | --- | --- | --- | --- | --- | --- | --- | --- |
                """.formatted(
                Markdown.text(experiment.probe().get().name()), BatchProbe.BATCHES, Math.sqrt(BatchProbe.BATCHES)));
        for (VariantResult outcome : outcomes) {
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
            text.append(" was repeated through Kafka and Flink. The hash of its weights is `")
                    .append(hash);
            text.append(
                    hash.equals(serialHash())
                            ? "`, the same as in the serial run.\n\n"
                            : "`, but `" + serialHash() + "` in the serial run.\n\n");
        });
    }

    /** A summary for the terminal and for JSON. */
    Result result(Path page) {
        Table table = new Table().row("variant", "return", "greedy", "steps to threshold");
        List<Map<String, Object>> variants = new ArrayList<>();
        for (VariantResult outcome : outcomes) {
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
        return new Result(json, table.row("report", page.toString()), Optional.of(evaluation(page)));
    }

    /** The command that plays the last policy of the first variant. */
    private String evaluation(Path page) {
        Path runs = page.resolveSibling(ExperimentDirectory.RUNS);
        Path first = runs.resolve(outcomes.get(0).variant().directory())
                .resolve(experiment.seeds().get(0).toString());
        return CommandLineText.of("evaluate", "--run-dir", first);
    }

    /** The error message if the run that was repeated through Kafka and Flink ended with other weights than the serial run. */
    Optional<String> otherWeights() {
        return streamHash
                .filter(hash -> !hash.equals(serialHash()))
                .map(hash -> "The run through Kafka and Flink ended with weights of hash " + hash
                        + ", the serial run with weights of hash " + serialHash() + "; the two must be equal.");
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

                Differences from the first variant's spec, which follows the table. The spec of every run is `spec.json` in the run's directory.

                | variant | differs in |
                | --- | --- |
                """);
        for (VariantResult outcome : outcomes) {
            String apart = SpecDifference.text(first, outcome.variant().specs().get(0));
            text.append("| ").append(Markdown.text(outcome.variant().name())).append(" | ");
            text.append(apart.isEmpty() ? "–" : Markdown.codeInCell(apart)).append(" |\n");
        }
        text.append("\n```json\n").append(SpecJson.write(first)).append("\n```\n");
    }

    private String chart(String x, String y, String metric, String along) {
        Map<String, List<VariantResult.Point>> courses = new LinkedHashMap<>();
        Map<String, String> environments = new LinkedHashMap<>();
        for (VariantResult outcome : outcomes) {
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
