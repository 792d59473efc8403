package dev.streamgrad.cli.experiment;

import dev.streamgrad.cli.run.LogFile;
import dev.streamgrad.cli.run.WholeFile;
import dev.streamgrad.cli.terminal.CommandLineText;
import dev.streamgrad.cli.terminal.Result;
import dev.streamgrad.cli.terminal.Screen;
import dev.streamgrad.learner.network.TensorEngine;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
import dev.streamgrad.simulator.process.ProcessStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Trains what others publish figures of, and writes the table of both. */
public final class ResultsRunner {

    private final PublishedTable published;
    private final Experiment experiment;
    private final ExperimentRuns runs;
    private final Path directory;
    private final BooleanSupplier stop;

    /**
     * Of a table.
     *
     * @param directory where runs are kept
     * @param stop asked between updates
     */
    ResultsRunner(PublishedTable published, List<Long> seeds, Path directory, Clock clock, BooleanSupplier stop) {
        EnvironmentRegistry registry = EnvironmentRegistry.standard();
        this.published = published;
        this.directory = directory;
        this.stop = stop;
        experiment = published.experiment(seeds, registry);
        runs = new ExperimentRuns(registry, directory, clock, stop);
    }

    /** Of the published figures that come along. */
    public static ResultsRunner of(List<Long> seeds, Path directory, Clock clock, BooleanSupplier stop) {
        return new ResultsRunner(PublishedTable.shipped(), seeds, directory, clock, stop);
    }

    /**
     * Runs what is left and writes the page.
     *
     * @param page the file
     * @param command that the page says it was made by
     * @param jobs runs at a time
     * @param screen shows how far it is
     * @return the result; empty if it was stopped before the end
     */
    public Optional<Reported> run(Path page, String command, int jobs, Screen screen) throws Exception {
        try (ExperimentDirectory taken = ExperimentDirectory.take(directory)) {
            LogFile.set(taken.log());
            ProcessStart.natives(TensorEngine::load);
            return trained(jobs, screen) ? Optional.of(reported(page, command)) : Optional.empty();
        }
    }

    /** Whether it came to the end. */
    private boolean trained(int jobs, Screen screen) throws Exception {
        List<Experiment.Run> open = runs.open(experiment);
        try (ExperimentProgress progress = ExperimentProgress.of(experiment, open, 0, screen)) {
            runs.train(open, jobs, progress);
        } catch (RuntimeException e) {
            throw WriteFailure.explained(directory, "--dir", e);
        }
        return !stop.getAsBoolean();
    }

    private List<ResultsRow> rows() {
        List<ResultsRow> rows = new ArrayList<>();
        for (int i = 0; i < published.rows().size(); i++) {
            Experiment.Variant variant = experiment.variants().get(i);
            List<RunResult> results = experiment.runs().stream()
                    .filter(run -> run.variant().equals(variant))
                    .map(run -> runs.result(run).orElseThrow())
                    .toList();
            rows.add(new ResultsRow(published.rows().get(i), variant, results));
        }
        return rows;
    }

    private Reported reported(Path page, String command) throws Exception {
        int processors = Runtime.getRuntime().availableProcessors();
        ResultsPage content = new ResultsPage(published.source(), rows(), experiment.seeds(), command, processors);
        write(page, content);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("report", page.toString());
        json.put("seeds", experiment.seeds());
        json.put("rows", content.rows().stream().map(ResultsRunner::json).toList());
        return new Reported(
                page, new Result(json, content.table().row("report", page.toString()), Optional.of(played())));
    }

    /** The command that plays the last policy of the first run. */
    private String played() {
        return CommandLineText.of(
                "evaluate", "--run-dir", runs.path(experiment.runs().get(0)));
    }

    private static Map<String, Object> json(ResultsRow row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("environment", row.published().environment());
        json.put("algorithm", row.published().algorithm());
        json.put("steps", row.published().steps());
        json.put("published", row.published().published());
        json.put("greedy", row.greedy());
        json.put("verdict", row.verdict().name().toLowerCase(Locale.ROOT));
        json.put("wallSeconds", row.wallSeconds());
        return json;
    }

    private static void write(Path page, ResultsPage content) throws Exception {
        try {
            Optional<Path> parent = Optional.ofNullable(page.getParent());
            if (parent.isPresent()) {
                Files.createDirectories(parent.get());
            }
            WholeFile.write(page, content.markdown());
        } catch (IOException e) {
            throw WriteFailure.explained(page, "--report", e);
        }
    }
}
