package dev.streamgrad.cli;

import dev.streamgrad.cli.run.LogFile;
import dev.streamgrad.cli.run.RunDirectory;
import dev.streamgrad.cli.run.Summary;
import dev.streamgrad.cli.run.SummaryTable;
import dev.streamgrad.cli.terminal.CommandLineText;
import dev.streamgrad.cli.terminal.LiveLine;
import dev.streamgrad.cli.terminal.Result;
import dev.streamgrad.cli.terminal.Screen;
import dev.streamgrad.cli.terminal.Table;
import dev.streamgrad.cli.train.Progress;
import dev.streamgrad.cli.train.ProgressLine;
import dev.streamgrad.cli.train.TrainingRecord;
import dev.streamgrad.cli.usage.FailedException;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

    @Mixin
    private ResultOptions result = new ResultOptions();

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
     * @param millis the time of what is shown
     */
    Progress progress(TrainingSpec spec, LongSupplier millis) {
        return quiet ? Progress.quiet() : new ProgressLine(spec, new LiveLine(Screen.error()), millis);
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
        return print(summary, directory.path(), Optional.empty());
    }

    /** Prints the name of a policy that is submitted; returns the exit status. */
    int submitted(TrainingSpec spec) {
        Map<String, Object> json = new TreeMap<>();
        json.put("policyId", spec.policyId());
        json.put("revision", spec.revision());
        json.put("updates", spec.updates());
        result.print(new Result(
                json,
                new Table()
                        .row("submitted", spec.policyId())
                        .row("follow it", "with the same command, without --detach"),
                Optional.empty()));
        return 0;
    }

    /**
     * Closes the books and prints the summary; returns the exit status.
     *
     * @param run where the run is kept
     * @param stopped what to say where the user stopped it
     * @param onwards the command that goes on with it then
     */
    int finish(PolicyStatus.State state, TrainingRecord record, Path run, String stopped, Optional<String> onwards) {
        String reason = switch (state) {
            case FINISHED -> "";
            case FAILED -> record.failure();
            default -> stopped;
        };
        return print(record.end(Summary.outcome(state), reason), run, onwards);
    }

    private int print(Summary summary, Path run, Optional<String> onwards) {
        Optional<String> next = switch (summary.outcome()) {
            case Summary.FINISHED -> Optional.of(CommandLineText.of("evaluate", "--run-dir", run));
            case Summary.INTERRUPTED -> onwards;
            default -> Optional.empty();
        };
        result.print(new Result(summary, SummaryTable.of(summary), next));
        return summary.outcome().equals(Summary.FINISHED) ? 0 : 1;
    }
}
