package dev.streamgrad.cli.experiment;

import dev.streamgrad.simulator.environment.EnvironmentRegistry;
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
     * @return whether it came to the end; it did not if it was stopped before
     */
    public boolean run(Path page, String command, int jobs, int columns, boolean quiet) throws Exception {
        List<Experiment.Run> open = runs.open(experiment);
        try (ExperimentProgress progress = ExperimentProgress.of(experiment, open, columns, quiet)) {
            runs.train(open, jobs, progress);
        } catch (Exception e) {
            throw WriteFailure.explained(directory, "--dir", e);
        }
        if (stop.getAsBoolean()) {
            return false;
        }
        write(
                page,
                new ResultsPage(
                        published.source(),
                        rows(),
                        experiment.seeds(),
                        command,
                        Runtime.getRuntime().availableProcessors()));
        return true;
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

    private static void write(Path page, ResultsPage content) throws Exception {
        try {
            Optional<Path> parent = Optional.ofNullable(page.getParent());
            if (parent.isPresent()) {
                Files.createDirectories(parent.get());
            }
            Files.writeString(page, content.markdown());
        } catch (IOException e) {
            throw WriteFailure.explained(page, "--report", e);
        }
    }
}
