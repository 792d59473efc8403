package dev.streamgrad.training.terminal;

import java.util.Locale;

/** Formats durations for people. */
public final class Elapsed {

    private Elapsed() {}

    /** Such as {@code 1 h 02 min}, {@code 3 min 05 s} or {@code 12.3 s}. */
    public static String text(double seconds) {
        return seconds < 60 ? String.format(Locale.ROOT, "%.1f s", seconds) : whole(seconds);
    }

    /** The same in whole seconds. */
    public static String whole(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        return whole < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole / 60 % 60);
    }
}
