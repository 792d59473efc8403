package dev.streamgrad.experiment;

import dev.streamgrad.training.terminal.LiveLine;
import dev.streamgrad.training.terminal.Pace;
import dev.streamgrad.training.terminal.Screen;
import dev.streamgrad.training.terminal.StatusText;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** Shows an experiment's progress in transitions and the estimated time left. Thread-safe. */
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
     * Shows progress in a live line.
     *
     * @param open the runs to train
     * @param more transitions to count in addition to those of the runs
     */
    static ExperimentProgress of(Experiment experiment, List<Experiment.Run> open, long more, Screen screen) {
        long steps =
                more + open.stream().mapToLong(run -> run.spec().transitions()).sum();
        String name = experiment.name() + " (" + open.size() + " of "
                + experiment.runs().size() + " runs to do)";
        return new ExperimentProgress(name, steps, screen);
    }

    /** Adds transitions to the count. */
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
