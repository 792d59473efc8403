package dev.streamgrad.cli.experiment;

import dev.streamgrad.cli.run.LogFile;
import dev.streamgrad.cli.run.WholeFile;
import dev.streamgrad.learner.network.TensorEngine;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
import dev.streamgrad.simulator.process.ProcessStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
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
     * @param columns width of the terminal; 0 where there is none
     * @return the page; empty if it was stopped before the end
     */
    public Optional<Path> run(Path page, String command, int jobs, int columns, boolean quiet) throws Exception {
        try (ExperimentDirectory taken = ExperimentDirectory.take(directory)) {
            LogFile.set(taken.log());
            ProcessStart.natives(TensorEngine::load);
            if (!trained(jobs, columns, quiet)) {
                return Optional.empty();
            }
            write(page, command);
            return Optional.of(page);
        }
    }

    /** Whether it came to the end. */
    private boolean trained(int jobs, int columns, boolean quiet) throws Exception {
        List<Experiment.Run> open = runs.open(experiment);
        try (ExperimentProgress progress = ExperimentProgress.of(experiment, open, 0, columns, quiet)) {
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

    private void write(Path page, String command) throws Exception {
        int processors = Runtime.getRuntime().availableProcessors();
        ResultsPage content = new ResultsPage(published.source(), rows(), experiment.seeds(), command, processors);
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
