package dev.streamgrad.cli.train;

import dev.streamgrad.contract.record.TrainingMetrics;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Locale;

/** A line every ten seconds, for where lines stay. */
final class ProgressLog implements Progress {

    private static final long INTERVAL_MILLIS = 10_000;

    private final TrainingSpec spec;
    private final PrintStream stream;
    private final Clock clock;
    private long firstMillis = -1;
    private long firstSteps;
    private long saidMillis;

    ProgressLog(TrainingSpec spec, PrintStream stream, Clock clock) {
        this.spec = spec;
        this.stream = stream;
        this.clock = clock;
    }

    @Override
    public void show(TrainingMetrics update) {
        long now = clock.millis();
        if (firstMillis < 0) {
            firstMillis = now;
            saidMillis = now;
            firstSteps = update.transitions();
        }
        if (now - saidMillis >= INTERVAL_MILLIS) {
            saidMillis = now;
            say(update, now);
        }
    }

    private void say(TrainingMetrics update, long now) {
        double rate = 1000.0 * (update.transitions() - firstSteps) / (now - firstMillis);
        long total = spec.transitions();
        stream.printf(
                Locale.ROOT,
                "%s  %d%s steps  %.0f steps/s%s %s%n",
                spec.environment().id(),
                update.transitions(),
                total > 0 ? "/" + total : "",
                rate,
                total > 0 ? String.format(Locale.ROOT, "  %.0f s left ", (total - update.transitions()) / rate) : "",
                ProgressLine.figures(update));
    }

    @Override
    public void tell(String message) {
        stream.println(message);
    }

    @Override
    public void close() {
        stream.flush();
    }
}
