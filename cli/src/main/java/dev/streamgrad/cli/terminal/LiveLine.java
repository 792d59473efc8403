package dev.streamgrad.cli.terminal;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/**
 * One line on a terminal, written over again and again, in the width that the terminal has at that moment; elsewhere, such as in a log file, a
 * line every ten seconds. Messages stay above it. May be used from any thread.
 */
public final class LiveLine implements AutoCloseable {

    private static final long TERMINAL_NANOS = 100_000_000;
    private static final long LOG_NANOS = 10_000_000_000L;

    /** Erases what follows, on further rows too. */
    private static final String ERASE = "\u001b[J";

    private final Screen screen;
    private final PrintStream stream;
    private final LongSupplier nanos;
    private final boolean rewritable;
    private final long interval;
    private long drawnNanos;
    private int drawnLength;
    private int columns;
    private StatusText newest = StatusText.of();
    private boolean closed;

    /** On a screen, by the machine's monotonic clock. */
    public LiveLine(Screen screen) {
        this(screen, System::nanoTime);
    }

    LiveLine(Screen screen, LongSupplier nanos) {
        this.screen = screen;
        this.nanos = nanos;
        stream = screen.stream();
        rewritable = screen.isRewritable();
        interval = rewritable ? TERMINAL_NANOS : LOG_NANOS;
        drawnNanos = nanos.getAsLong();
    }

    /** Shows a text, unless one was shown a moment ago, or the terminal is being resized. */
    public synchronized void show(StatusText text) {
        newest = text;
        if (nanos.getAsLong() - drawnNanos < interval) {
            return;
        }
        if (isBeingResized()) {
            drawnNanos = nanos.getAsLong();
        } else {
            draw();
        }
    }

    /** Shows the first text of another kind; on a terminal at once. */
    public synchronized void showNow(StatusText text) {
        newest = text;
        if (rewritable) {
            draw();
        }
    }

    /** Prints a message, which stays. */
    public synchronized void say(String message) {
        if (closed || !rewritable) {
            stream.println(message);
        } else {
            stream.println(start(screen.width().getAsInt()) + ERASE + message);
            drawnLength = 0;
            draw();
        }
    }

    /** Leaves the newest text on the terminal. */
    @Override
    public synchronized void close() {
        if (!closed && rewritable && !newest.parts().isEmpty()) {
            draw();
            stream.println();
        }
        closed = true;
        stream.flush();
    }

    private void draw() {
        if (closed) {
            return;
        }
        drawnNanos = nanos.getAsLong();
        if (rewritable) {
            columns = screen.width().getAsInt();
            String text = newest.fit(columns - 1);
            stream.print(start(columns) + text + ERASE);
            stream.flush();
            drawnLength = text.length();
        } else {
            int width = screen.width().getAsInt();
            stream.println(width > 0 ? newest.fit(width - 1) : newest.whole());
        }
    }

    /** Whether the width is another one than a moment ago: a line that is drawn while an edge is dragged is broken again at once. */
    private boolean isBeingResized() {
        int before = columns;
        columns = screen.width().getAsInt();
        return rewritable && columns != before;
    }

    /** To where the line starts: a terminal that was made narrower has broken it into several rows. */
    private String start(int width) {
        int rowsAbove = Math.max(0, drawnLength - 1) / Math.max(1, width);
        return rowsAbove > 0 ? "\u001b[" + rowsAbove + "A\r" : "\r";
    }
}
