package dev.streamgrad.cli;

import dev.streamgrad.cli.usage.UserException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands that train many runs and write a page have in common. */
final class ComparisonOptions {

    @Option(names = "--jobs", paramLabel = "N", description = "Runs at a time (default: as many as there are cores).")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(names = "--quiet", description = "Print only where the page is.")
    private boolean quiet;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /** Trains what is left and writes the page; empty if it was stopped before the end. */
    interface Work {
        Optional<Path> run(BooleanSupplier stop, int jobs, int columns, boolean quiet) throws Exception;
    }

    int jobs() {
        return jobs;
    }

    /** Carries it out until the user stops it, and prints where the page is; returns the exit status. */
    int carryOut(Work work) throws Exception {
        if (jobs < 1) {
            throw new UserException("--jobs is " + jobs + ", but must be at least 1.");
        }
        try (StopSignal stop = new StopSignal()) {
            int columns = quiet ? 0 : Integer.getInteger("streamgrad.columns", 0);
            Optional<Path> page = work.run(stop, jobs, columns, quiet);
            PrintWriter to = page.isPresent()
                    ? command.commandLine().getOut()
                    : command.commandLine().getErr();
            to.println(
                    page.map(Path::toString).orElse("Stopped; the same command goes on with the runs that are left."));
            to.flush();
            return page.isPresent() ? 0 : 1;
        }
    }
}
