package dev.streamgrad.cli.terminal;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/**
 * A stream of this process that a person may read.
 *
 * @param stream to print to
 * @param width columns of the terminal at this moment; 0 where the stream leads to none
 * @param moves whether a terminal moves its cursor, as all do but those whose {@code TERM} is {@code dumb}
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

    /** Shows nothing. */
    public static Screen silent() {
        return new Screen(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), () -> 0, false);
    }

    /** Whether it is a terminal. */
    public boolean isTerminal() {
        return width.getAsInt() > 0;
    }

    /** Whether a line can be written over. */
    public boolean isRewritable() {
        return moves && isTerminal();
    }

    private static Screen of(PrintStream stream, int descriptor) {
        return new Screen(stream, () -> Tty.columns(descriptor), !"dumb".equals(System.getenv("TERM")));
    }
}
