package dev.streamgrad.training.terminal;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/**
 * One line on a terminal, redrawn in place in the terminal's current width. Elsewhere, such as in a log file, a line is printed every ten
 * seconds. Messages stay above the line. Safe for use by several threads.
 */
public final class LiveLine implements AutoCloseable {

    private static final long TERMINAL_NANOS = 100_000_000;
    private static final long LOG_NANOS = 10_000_000_000L;

    /** Erases the rest of this row and all rows below. */
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

    /** A line on this screen, timed by the machine's monotonic clock. */
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

    /** Shows a text, unless one was shown a moment ago or the terminal is being resized. */
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

    /** Shows the first text of a new kind; on a terminal at once. */
    public synchronized void showNow(StatusText text) {
        newest = text;
        if (rewritable) {
            draw();
        }
    }

    /** Prints a message that stays. */
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

    /** Whether the width has changed since the last check: a line drawn while the window edge is dragged would be wrapped again at once. */
    private boolean isBeingResized() {
        int before = columns;
        columns = screen.width().getAsInt();
        return rewritable && columns != before;
    }

    /** Moves the cursor to the start of the line, which is several rows up if a terminal that was made narrower has wrapped it. */
    private String start(int width) {
        int rowsAbove = Math.max(0, drawnLength - 1) / Math.max(1, width);
        return rowsAbove > 0 ? "\u001b[" + rowsAbove + "A\r" : "\r";
    }
}
