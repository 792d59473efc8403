package dev.streamgrad.cli;

import dev.streamgrad.cli.experiment.ResultsRunner;
import dev.streamgrad.cli.usage.UserException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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

    @Option(names = "--dir", paramLabel = "DIR", description = "Where the runs are kept (default: ${DEFAULT-VALUE}).")
    private Path directory = Path.of("experiments", "results");

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "The page to write (default: results.md in the directory of the runs).")
    private Optional<Path> report = Optional.empty();

    @Option(names = "--jobs", paramLabel = "N", description = "Runs at a time (default: as many as there are cores).")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            split = ",",
            description = "Seeds, each of which trains every row (default: 1,2,3,4,5).")
    private List<Long> seeds = List.of(1L, 2L, 3L, 4L, 5L);

    @Option(names = "--quiet", description = "Print only where the page is.")
    private boolean quiet;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (jobs < 1) {
            throw new UserException("--jobs is " + jobs + ", but must be at least 1.");
        }
        Path page = report.orElse(directory.resolve("results.md"));
        try (StopSignal stop = new StopSignal()) {
            ResultsRunner runner =
                    ResultsRunner.of(seeds.stream().distinct().toList(), directory, Clock.systemUTC(), stop);
            if (!runner.run(page, line(page), jobs, quiet ? 0 : Integer.getInteger("streamgrad.columns", 0), quiet)) {
                PrintWriter err = command.commandLine().getErr();
                err.println("Stopped; the same command goes on with the runs that are left.");
                err.flush();
                return 1;
            }
            command.commandLine().getOut().println(page);
            command.commandLine().getOut().flush();
            return 0;
        }
    }

    /** What makes the page, for the page. */
    private String line(Path page) {
        String numbers = seeds.stream().map(String::valueOf).collect(Collectors.joining(","));
        return "./streamgrad results --seeds " + numbers + " --jobs " + jobs + " --report " + page;
    }
}
