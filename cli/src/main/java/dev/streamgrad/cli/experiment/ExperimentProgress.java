package dev.streamgrad.cli.experiment;

import java.util.List;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far the runs of an experiment are, in transitions, and how long it will take. Counts from any thread. */
final class ExperimentProgress implements LongConsumer, AutoCloseable {

    private static final int TERMINAL_MILLIS = 250;
    private static final int LOG_MILLIS = 10_000;
    private static final int LOG_COLUMNS = 120;

    private final ProgressBar bar;

    private ExperimentProgress(ProgressBar bar) {
        this.bar = bar;
    }

    /**
     * On standard error: one line on a terminal; elsewhere a line every ten seconds.
     *
     * @param open the runs that are to be trained
     * @param more transitions besides theirs
     * @param columns width of the terminal; 0 where there is none
     */
    static ExperimentProgress of(
            Experiment experiment, List<Experiment.Run> open, long more, int columns, boolean quiet) {
        long steps =
                more + open.stream().mapToLong(run -> run.spec().transitions()).sum();
        return new ExperimentProgress(new ProgressBarBuilder()
                .setTaskName(experiment.name() + " (" + open.size() + " of "
                        + experiment.runs().size() + " runs to do)")
                .setInitialMax(steps)
                .setUnit(" steps", 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(columns > 0 ? TERMINAL_MILLIS : LOG_MILLIS)
                .showSpeed()
                .setConsumer(consumer(columns, quiet))
                .build());
    }

    /** So many more transitions. */
    @Override
    public void accept(long transitions) {
        bar.stepBy(transitions);
    }

    @Override
    public void close() {
        bar.close();
    }

    private static ProgressBarConsumer consumer(int columns, boolean quiet) {
        if (quiet) {
            return new DelegatingProgressBarConsumer(line -> {}, LOG_COLUMNS);
        }
        return columns > 0
                ? new ConsoleProgressBarConsumer(System.err, columns - 1)
                : new DelegatingProgressBarConsumer(System.err::println, LOG_COLUMNS);
    }
}
