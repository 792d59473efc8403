package dev.streamgrad.cli.experiment;

import dev.streamgrad.cli.terminal.LiveLine;
import dev.streamgrad.cli.terminal.Pace;
import dev.streamgrad.cli.terminal.Screen;
import dev.streamgrad.cli.terminal.StatusText;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** How far the runs of an experiment are, in transitions, and how long it will take. Counts from any thread. */
final class ExperimentProgress implements LongConsumer, AutoCloseable {

    private final String name;
    private final LiveLine line;
    private final Pace pace;
    private long steps;

    private ExperimentProgress(String name, long total, Screen screen) {
        this.name = name;
        line = new LiveLine(screen);
        pace = new Pace(total);
    }

    /**
     * In a live line.
     *
     * @param open the runs that are to be trained
     * @param more transitions besides theirs
     */
    static ExperimentProgress of(Experiment experiment, List<Experiment.Run> open, long more, Screen screen) {
        long steps =
                more + open.stream().mapToLong(run -> run.spec().transitions()).sum();
        String name = experiment.name() + " (" + open.size() + " of "
                + experiment.runs().size() + " runs to do)";
        return new ExperimentProgress(name, steps, screen);
    }

    /** So many more transitions. */
    @Override
    public synchronized void accept(long transitions) {
        steps += transitions;
        pace.reached(steps, TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        List<String> parts = new ArrayList<>(pace.parts());
        int bar = parts.size();
        parts.add(name);
        parts.add(pace.steps());
        line.show(new StatusText(parts, pace.done(), bar));
    }

    @Override
    public void close() {
        line.close();
    }
}
