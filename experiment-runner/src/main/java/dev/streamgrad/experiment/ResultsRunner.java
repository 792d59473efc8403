package dev.streamgrad.experiment;

import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.learner.network.TensorEngine;
import dev.streamgrad.process.AtomicFile;
import dev.streamgrad.process.ProcessStart;
import dev.streamgrad.process.WriteProblem;
import dev.streamgrad.training.run.LogFile;
import dev.streamgrad.training.terminal.CommandLineText;
import dev.streamgrad.training.terminal.Result;
import dev.streamgrad.training.terminal.Screen;
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

/** Trains the environments and algorithms of published figures, and writes the table of both results. */
public final class ResultsRunner {

    private final PublishedTable published;
    private final Experiment experiment;
    private final ExperimentRuns runs;
    private final Path directory;
    private final BooleanSupplier stop;

    /**
     * A runner for a table of published figures.
     *
     * @param directory directory of the runs
     * @param stop checked between updates
     */
    ResultsRunner(PublishedTable published, List<Long> seeds, Path directory, Clock clock, BooleanSupplier stop) {
        EnvironmentRegistry registry = EnvironmentRegistry.standard();
        this.published = published;
        this.directory = directory;
        this.stop = stop;
        experiment = published.experiment(seeds, registry);
        runs = new ExperimentRuns(registry, directory, clock, stop);
    }

    /** A runner for the shipped table of published figures. */
    public static ResultsRunner of(List<Long> seeds, Path directory, Clock clock, BooleanSupplier stop) {
        return new ResultsRunner(PublishedTable.shipped(), seeds, directory, clock, stop);
    }

    /**
     * Trains the runs that are not finished and writes the page.
     *
     * @param page path of the page
     * @param command the command to print on the page
     * @param jobs number of runs at a time
     * @param screen shows the progress
     * @return the result; empty if the training was stopped before its end
     */
    public Optional<Reported> run(Path page, String command, int jobs, Screen screen) throws Exception {
        try (ExperimentDirectory taken = ExperimentDirectory.take(directory)) {
            LogFile.set(taken.log());
            ProcessStart.natives(TensorEngine::load);
            return trained(jobs, screen) ? Optional.of(reported(page, command)) : Optional.empty();
        }
    }

    /** Trains; returns whether all runs are finished. */
    private boolean trained(int jobs, Screen screen) throws Exception {
        List<Experiment.Run> open = runs.open(experiment);
        try (ExperimentProgress progress = ExperimentProgress.of(experiment, open, 0, screen)) {
            runs.train(open, jobs, progress);
        } catch (RuntimeException e) {
            throw WriteProblem.explained(directory, "--dir", e);
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
                page, new Result(json, content.table().row("report", page.toString()), Optional.of(evaluation())));
    }

    /** The command that plays the last policy of the first run. */
    private String evaluation() {
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
            AtomicFile.write(page, content.markdown());
        } catch (IOException e) {
            throw WriteProblem.explained(page, "--report", e);
        }
    }
}
