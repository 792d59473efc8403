package dev.streamgrad.training.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Measures how fast steps are taken, from the first report on. Earlier steps do not count: the start or an earlier process took a different
 * time for them.
 */
public final class Pace {

    private final long total;
    private long firstSteps;
    private long firstMillis = -1;
    private long steps;
    private long millis;

    /** Measures the pace of {@code total} steps; 0 if there is no end. */
    public Pace(long total) {
        this.total = total;
    }

    /** Reports that so many steps have been taken by this time. */
    public void reached(long newSteps, long atMillis) {
        if (firstMillis < 0) {
            firstSteps = newSteps;
            firstMillis = atMillis;
        }
        steps = newSteps;
        millis = atMillis;
    }

    /** Steps per second; empty until a later report has more steps than the first. */
    public OptionalDouble rate() {
        return millis > firstMillis && steps > firstSteps
                ? OptionalDouble.of(1000.0 * (steps - firstSteps) / (millis - firstMillis))
                : OptionalDouble.empty();
    }

    /** Share of the steps that is done, 0 … 1; empty if there is no end. */
    public OptionalDouble done() {
        return total > 0 ? OptionalDouble.of(Math.min(1, (double) steps / total)) : OptionalDouble.empty();
    }

    /** Share done, time left and rate, as far as they are known. */
    public List<String> parts() {
        List<String> parts = new ArrayList<>();
        done().ifPresent(share -> parts.add((int) (100 * share) + "%"));
        rate().ifPresent(rate -> {
            if (total > steps) {
                parts.add(Elapsed.whole((total - steps) / rate) + " left");
            }
            parts.add(String.format(Locale.ROOT, "%,.0f steps/s", rate));
        });
        return parts;
    }

    /** Such as {@code 46,336/100,096 steps}. */
    public String steps() {
        return total > 0
                ? String.format(Locale.ROOT, "%,d/%,d steps", steps, total)
                : String.format(Locale.ROOT, "%,d steps", steps);
    }
}
