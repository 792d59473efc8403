package dev.streamgrad.cli.train;

import dev.streamgrad.contract.record.TrainingMetrics;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.io.PrintStream;
import java.time.Clock;

/** What a person sees while training runs: steps, updates, mean return, policy lag, steps per second, time left. */
public interface Progress extends AutoCloseable {

    /** Shows an update, with the best evaluation so far where there is one. */
    void show(TrainingMetrics update);

    /** Tells of something out of the ordinary. */
    void tell(String message);

    @Override
    void close();

    /** Says nothing. */
    static Progress quiet() {
        return new Progress() {
            @Override
            public void show(TrainingMetrics update) {}

            @Override
            public void tell(String message) {}

            @Override
            public void close() {}
        };
    }

    /**
     * A live line on a terminal; elsewhere, such as in a log file, a line every ten seconds.
     *
     * @param columns width of the terminal; 0 where it is none
     * @param from the version that an earlier process came to, for the rate
     */
    static Progress live(TrainingSpec spec, PrintStream stream, int columns, Clock clock, long from) {
        return columns > 0 ? new ProgressLine(spec, stream, columns, from) : new ProgressLog(spec, stream, clock);
    }
}
