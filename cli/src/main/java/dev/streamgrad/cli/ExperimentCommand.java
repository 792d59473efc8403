package dev.streamgrad.cli;

import dev.streamgrad.cli.experiment.ExperimentRunner;
import dev.streamgrad.cli.usage.UserException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a declared comparison and writes its report. */
@Command(
        name = "experiment",
        description = {
            "Runs a declared comparison, variants × seeds, and writes its report.",
            "Runs that were finished before are not repeated. Without a name, lists the shipped experiments."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ExperimentCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "A shipped experiment, or a YAML file that declares one.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where runs are kept and the report is written (default: experiments/NAME).")
    private Optional<Path> directory = Optional.empty();

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Writes the Markdown report and its figures here too.")
    private Optional<Path> report = Optional.empty();

    @Option(names = "--jobs", paramLabel = "N", description = "Runs at a time (default: as many as there are cores).")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(names = "--quiet", description = "Print only where the report is.")
    private boolean quiet;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (jobs < 1) {
            throw new UserException("--jobs is " + jobs + ", but must be at least 1.");
        }
        return name.isPresent() ? run(name.get()) : list();
    }

    private int list() {
        PrintWriter out = command.commandLine().getOut();
        ExperimentRunner.shipped().forEach((shipped, title) -> out.printf("%-20s %s%n", shipped, title));
        out.flush();
        return 0;
    }

    private int run(String experiment) throws Exception {
        try (StopSignal stop = new StopSignal()) {
            ExperimentRunner runner = ExperimentRunner.of(experiment, directory, report, Clock.systemUTC(), stop);
            Optional<Path> written = runner.run(jobs, quiet ? 0 : Integer.getInteger("streamgrad.columns", 0), quiet);
            if (written.isEmpty()) {
                PrintWriter err = command.commandLine().getErr();
                err.println("Stopped; the same command goes on with the runs that are left.");
                err.flush();
                return 1;
            }
            command.commandLine().getOut().println(written.get());
            command.commandLine().getOut().flush();
            return 0;
        }
    }
}
