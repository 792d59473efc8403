package dev.streamgrad.cli;

import dev.streamgrad.cli.experiment.ResultsRunner;
import dev.streamgrad.cli.terminal.CommandLineText;
import dev.streamgrad.simulator.process.MonotonicClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains what others publish figures of, at their budgets, and writes the table of both. */
@Command(
        name = "results",
        description = {
            "Trains A2C and PPO where others publish figures, at their budgets, and writes the table of both.",
            "Runs that were finished before are not repeated."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ResultsCommand implements Callable<Integer> {

    private static final Path DEFAULT = Path.of("experiments", "results");

    @Option(names = "--dir", paramLabel = "DIR", description = "Where the runs are kept (default: ${DEFAULT-VALUE}).")
    private Path directory = DEFAULT;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "The page to write (default: results.md in the directory of the runs).")
    private Optional<Path> report = Optional.empty();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            split = ",",
            description = "Seeds, each of which trains every row (default: 1,2,3,4,5).")
    private List<Long> seeds = List.of(1L, 2L, 3L, 4L, 5L);

    @Mixin
    private ComparisonOptions comparison = new ComparisonOptions();

    @Override
    public Integer call() throws Exception {
        Path page = report.orElse(directory.resolve("results.md"));
        List<Long> once = seeds.stream().distinct().toList();
        return comparison.carryOut((stop, jobs, screen) ->
                ResultsRunner.of(once, directory, MonotonicClock.start(), stop).run(page, line(page), jobs, screen));
    }

    /** What makes the page, for the page. */
    private String line(Path page) {
        String numbers = seeds.stream().map(String::valueOf).collect(Collectors.joining(","));
        String where = directory.equals(DEFAULT) ? "" : " --dir " + CommandLineText.quoted(directory.toString());
        return CommandLineText.of("results", "--seeds", numbers, "--jobs", comparison.jobs()) + where + " --report "
                + CommandLineText.quoted(page.toString());
    }
}
