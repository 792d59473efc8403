package dev.streamgrad.cli;

import dev.streamgrad.cli.experiment.Reported;
import dev.streamgrad.cli.terminal.Screen;
import dev.streamgrad.cli.usage.UserException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that train many runs and write a page have in common. */
final class ComparisonOptions {

    @Option(names = "--jobs", paramLabel = "N", description = "Runs at a time (default: as many as there are cores).")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(names = "--quiet", description = "Print only the result.")
    private boolean quiet;

    @Mixin
    private ResultOptions result = new ResultOptions();

    /** Trains what is left and writes the page; empty if it was stopped before the end. */
    interface Work {
        Optional<Reported> run(BooleanSupplier stop, int jobs, Screen screen) throws Exception;
    }

    int jobs() {
        return jobs;
    }

    ResultOptions result() {
        return result;
    }

    /** Runs it until it ends or the user stops it, prints the result, and returns the exit status. */
    int carryOut(Work work) throws Exception {
        if (jobs < 1) {
            throw new UserException("--jobs is " + jobs + ", but must be at least 1.");
        }
        try (StopSignal stop = new StopSignal()) {
            Optional<Reported> reported = work.run(stop, jobs, quiet ? Screen.silent() : Screen.error());
            if (reported.isEmpty()) {
                PrintStream err = System.err;
                err.println("Stopped; the same command goes on with the runs that are left.");
                return 1;
            }
            result.print(reported.get().result());
            return 0;
        }
    }
}
