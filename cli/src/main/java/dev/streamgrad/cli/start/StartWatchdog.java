package dev.streamgrad.cli.start;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Ends a start that makes no progress: after {@link #PATIENCE_SECONDS} in one stage it writes the stacks of all threads into the run
 * directory, says so, and ends the process with status 1. It counts seconds of its own, so that a process that was suspended, or hardly
 * gets a processor, has as much time as any other.
 */
public final class StartWatchdog implements AutoCloseable {

    /** Where the stacks are written, in the run directory. */
    public static final String FILE = "start-stacks.txt";

    /** How long one stage of a start may take. */
    static final int PATIENCE_SECONDS = 180;

    private final Path directory;
    private final int patience;
    private final Consumer<String> end;
    private final StackDump stacks = new StackDump();
    private final CountDownLatch started = new CountDownLatch(1);
    private String stage = "starting";
    private int seconds;

    StartWatchdog(Path directory, int patience, Consumer<String> end) {
        this.directory = directory;
        this.patience = patience;
        this.end = end;
    }

    /** Watches over the start of the run in a directory until it is closed. */
    public static StartWatchdog over(Path directory) {
        return over(directory, PATIENCE_SECONDS);
    }

    static StartWatchdog over(Path directory, int patience) {
        StartWatchdog watchdog = new StartWatchdog(directory, patience, StartWatchdog::halt);
        Thread thread = new Thread(watchdog::watch, "start-watchdog");
        thread.setDaemon(true);
        thread.start();
        return watchdog;
    }

    /** The start has come to its next stage, such as "starting the broker". */
    public synchronized void enter(String next) {
        stage = next;
        seconds = 0;
    }

    /** The start has succeeded, or was given up. */
    @Override
    public void close() {
        started.countDown();
    }

    private void watch() {
        try {
            while (!started.await(1, TimeUnit.SECONDS)) {
                tick();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Another second has passed. */
    synchronized void tick() {
        seconds++;
        if (seconds == patience && started.getCount() > 0) {
            end.accept("The start hangs: no progress for " + seconds + " s while " + stage + ". " + dump()
                    + " Continue with --resume.");
        }
    }

    private String dump() {
        Path file = directory.resolve(FILE);
        try {
            Files.writeString(file, stacks.text());
            return "What every thread did is in " + file + ".";
        } catch (IOException e) {
            return "What every thread did cannot be written to " + file + " (" + e.getMessage() + ").";
        }
    }

    /** Shutdown hooks would wait for what hangs. */
    private static void halt(String message) {
        PrintStream terminal = System.err;
        terminal.println(message);
        Runtime.getRuntime().halt(1);
    }
}
