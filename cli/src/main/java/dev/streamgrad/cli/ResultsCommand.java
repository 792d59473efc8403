package dev.streamgrad.cli;

import dev.streamgrad.experiment.ResultsRunner;
import dev.streamgrad.process.MonotonicClock;
import dev.streamgrad.training.terminal.CommandLineText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains the environments and algorithms of published figures with the published budgets, and writes a table of both. */
@Command(
        name = "results",
        description = {
            "Trains A2C and PPO on environments with published figures and budgets, and writes a table of both.",
            "Finished runs are not repeated."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ResultsCommand implements Callable<Integer> {

    private static final Path DEFAULT = Path.of("experiments", "results");

    @Option(names = "--dir", paramLabel = "DIR", description = "Directory of the runs (default: ${DEFAULT-VALUE}).")
    private Path directory = DEFAULT;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Path of the report (default: results.md in the directory of the runs).")
    private Optional<Path> report = Optional.empty();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            split = ",",
            description = "Seeds; every row is trained with each (default: 1,2,3,4,5).")
    private List<Long> seeds = List.of(1L, 2L, 3L, 4L, 5L);

    @Mixin
    private ComparisonOptions comparison = new ComparisonOptions();

    @Override
    public Integer call() throws Exception {
        Path page = report.orElse(directory.resolve("results.md"));
        List<Long> once = seeds.stream().distinct().toList();
        return comparison.run((stop, jobs, screen) ->
                ResultsRunner.of(once, directory, MonotonicClock.start(), stop).run(page, line(page), jobs, screen));
    }

    /** The command that writes the page, to print on it. */
    private String line(Path page) {
        String numbers = seeds.stream().map(String::valueOf).collect(Collectors.joining(","));
        String where = directory.equals(DEFAULT) ? "" : " --dir " + CommandLineText.quoted(directory.toString());
        return CommandLineText.of("results", "--seeds", numbers, "--jobs", comparison.jobs()) + where + " --report "
                + CommandLineText.quoted(page.toString());
    }
}
