package dev.streamgrad.cli;

import dev.streamgrad.experiment.Reported;
import dev.streamgrad.process.StopSignal;
import dev.streamgrad.process.UserException;
import dev.streamgrad.training.terminal.Screen;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The common options of the commands that train many runs and write a report. */
final class ComparisonOptions {

    /** Time limit for closing the run directories after a signal to end. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Option(names = "--jobs", paramLabel = "N", description = "Runs at a time (default: the number of cores).")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(names = "--quiet", description = "Print only the result.")
    private boolean quiet;

    @Mixin
    private ResultOptions result = new ResultOptions();

    /** Trains the unfinished runs and writes the report; empty if it was stopped before the end. */
    interface Work {
        Optional<Reported> run(BooleanSupplier stop, int jobs, Screen screen) throws Exception;
    }

    int jobs() {
        return jobs;
    }

    ResultOptions result() {
        return result;
    }

    /** Runs the work until it ends or the user stops it, prints the result, and returns the exit status. */
    int run(Work work) throws Exception {
        if (jobs < 1) {
            throw new UserException("--jobs is " + jobs + ", but must be at least 1.");
        }
        try (StopSignal stop = new StopSignal(PATIENCE)) {
            Optional<Reported> reported = work.run(stop, jobs, quiet ? Screen.silent() : Screen.error());
            if (reported.isEmpty()) {
                PrintStream err = System.err;
                err.println("Stopped; the same command continues with the remaining runs.");
                return 1;
            }
            result.print(reported.get().result());
            return 0;
        }
    }
}
