package dev.streamgrad.cli;

import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.process.FailedException;
import dev.streamgrad.training.Progress;
import dev.streamgrad.training.ProgressLine;
import dev.streamgrad.training.RunRecorder;
import dev.streamgrad.training.run.LogFile;
import dev.streamgrad.training.run.RunDirectory;
import dev.streamgrad.training.run.Summary;
import dev.streamgrad.training.run.SummaryTable;
import dev.streamgrad.training.terminal.CommandLineText;
import dev.streamgrad.training.terminal.LiveLine;
import dev.streamgrad.training.terminal.Result;
import dev.streamgrad.training.terminal.Screen;
import dev.streamgrad.training.terminal.Table;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;

/** Reports a run to the user: messages, the progress, and the summary at the end. */
final class RunReporter {

    private final boolean quiet;
    private final ResultOptions result;

    /**
     * Reports on standard error, and prints the result on standard output.
     *
     * @param quiet whether only the result is printed
     */
    RunReporter(boolean quiet, ResultOptions result) {
        this.quiet = quiet;
        this.result = result;
    }

    /** Sets the log file to one in the run's directory. */
    void log(RunDirectory directory) {
        LogFile.set(directory.resolve(LogFile.NAME));
    }

    /** Prints a message on standard error, unless quiet. */
    void say(String message) {
        if (!quiet) {
            PrintStream err = System.err;
            err.println(message);
        }
    }

    /**
     * The progress display during the training.
     *
     * @param millis clock for the displayed times
     */
    Progress progress(TrainingSpec spec, LongSupplier millis) {
        return quiet ? Progress.quiet() : new ProgressLine(spec, new LiveLine(Screen.error()), millis);
    }

    /**
     * Runs the work; if it fails, records the reason in the summary.
     *
     * @param outcome outcome of the run if the work fails
     * @param advice how to continue after a full disk has space again
     */
    PolicyStatus.State keep(
            RunRecorder record,
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

    /** If writing the summary also fails, the user reads the original error. */
    private static void close(RunRecorder record, String outcome, Exception problem) {
        try {
            record.end(outcome, String.valueOf(problem.getMessage()));
        } catch (RuntimeException e) {
            problem.addSuppressed(e);
        }
    }

    /** Reports how a finished run ended, and that there is nothing to resume; returns the exit status of its outcome. */
    int alreadyEnded(Summary summary, RunDirectory directory) {
        say("The run in " + directory.path() + " has ended: " + summary.outcome() + " after " + summary.updates()
                + " updates. There is nothing to resume; start another run without --resume.");
        return print(summary, directory.path(), Optional.empty());
    }

    /** Prints the name of a submitted policy; returns the exit status. */
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
     * Ends the record and prints the summary; returns the exit status.
     *
     * @param run directory of the run
     * @param stopped reason in the summary if the user stopped the run
     * @param onwards the command that continues a run that the user stopped
     */
    int finish(PolicyStatus.State state, RunRecorder record, Path run, String stopped, Optional<String> onwards) {
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
