package dev.streamgrad.training.terminal;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/**
 * An output stream of this process that a person may read.
 *
 * @param stream the stream to print to
 * @param width current width of the terminal in columns; 0 if the stream is not a terminal
 * @param moves whether the terminal can move its cursor; false if {@code TERM} is {@code dumb}
 */
public record Screen(PrintStream stream, IntSupplier width, boolean moves) {

    private static final int OUTPUT = 1;
    private static final int ERROR = 2;

    /** Standard output. */
    public static Screen output() {
        return of(System.out, OUTPUT);
    }

    /** Standard error. */
    public static Screen error() {
        return of(System.err, ERROR);
    }

    /** A screen that shows nothing. */
    public static Screen silent() {
        return new Screen(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), () -> 0, false);
    }

    /** Whether the stream is a terminal. */
    public boolean isTerminal() {
        return width.getAsInt() > 0;
    }

    /** Whether a line can be overwritten. */
    public boolean isRewritable() {
        return moves && isTerminal();
    }

    private static Screen of(PrintStream stream, int descriptor) {
        return new Screen(stream, () -> Tty.columns(descriptor), !"dumb".equals(System.getenv("TERM")));
    }
}
