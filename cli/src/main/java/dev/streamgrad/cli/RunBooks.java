package dev.streamgrad.cli;

import dev.streamgrad.cli.run.LogFile;
import dev.streamgrad.cli.run.RunDirectory;
import dev.streamgrad.cli.run.Summary;
import dev.streamgrad.cli.train.Progress;
import dev.streamgrad.cli.train.TrainingRecord;
import dev.streamgrad.cli.usage.FailedException;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a run is kept and what is said of it, whoever trains: the options, the progress, the summary at the end. */
final class RunBooks {

    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            description =
                    "Where the run is kept (default: runs/ENV-ALGORITHM-N, a new N for each; of a submitted one runs/POLICY).")
    private Optional<Path> runDirectory = Optional.empty();

    @Option(names = "--quiet", description = "Print only the result.")
    private boolean quiet;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /** The directory that was named. */
    Optional<Path> runDirectory() {
        return runDirectory;
    }

    /** Sends the log into the run. */
    void log(RunDirectory directory) {
        LogFile.set(directory.resolve(LogFile.NAME));
    }

    /** Tells the user, unless asked to be quiet. */
    void say(String message) {
        if (!quiet) {
            PrintStream err = System.err;
            err.println(message);
        }
    }

    /**
     * What is shown while it trains.
     *
     * @param from the version that an earlier process came to
     */
    Progress progress(TrainingSpec spec, Clock clock, long from) {
        return quiet
                ? Progress.quiet()
                : Progress.live(spec, System.err, Integer.getInteger("streamgrad.columns", 0), clock, from);
    }

    /**
     * Does the work; where it breaks off, the books say why.
     *
     * @param outcome of a run that broke off
     * @param advice how to go on once the disk has space again
     */
    PolicyStatus.State keep(
            TrainingRecord record,
            RunDirectory directory,
            String outcome,
            String advice,
            Callable<PolicyStatus.State> work)
            throws Exception {
        try {
            return work.call();
        } catch (Exception e) {
            Exception problem = directory.diskFull()
                    ? new FailedException(
                            "The disk that holds " + directory.path() + " is full; free some space, then " + advice
                                    + ".",
                            e)
                    : e;
            close(record, outcome, problem);
            throw problem;
        }
    }

    /** Where even the books cannot be closed, what was wrong before is what the user is to read. */
    private static void close(TrainingRecord record, String outcome, Exception problem) {
        try {
            record.end(outcome, String.valueOf(problem.getMessage()));
        } catch (RuntimeException e) {
            problem.addSuppressed(e);
        }
    }

    /** Says of a run that is over how it ended, and that nothing was done; returns the exit status of its end. */
    int alreadyEnded(Summary summary, RunDirectory directory) {
        say("The run in " + directory.path() + " is over: " + summary.outcome() + " after " + summary.updates()
                + " updates. Nothing is left to resume; start another run without --resume.");
        return print(summary, summary.outcome().equals(Summary.FINISHED));
    }

    /**
     * Closes the books and prints the summary; returns the exit status.
     *
     * @param stopped what to say where the user stopped it
     */
    int finish(PolicyStatus.State state, TrainingRecord record, String stopped) {
        String reason = switch (state) {
            case FINISHED -> "";
            case FAILED -> record.failure();
            default -> stopped;
        };
        return print(record.end(Summary.outcome(state), reason), state == PolicyStatus.State.FINISHED);
    }

    private int print(Summary summary, boolean finished) {
        PrintWriter out = command.commandLine().getOut();
        out.println(summary.json());
        out.flush();
        return finished ? 0 : 1;
    }
}
