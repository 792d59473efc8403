package dev.streamgrad.process;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Ends a start that makes no progress. If one stage takes {@link #PATIENCE_SECONDS}, it writes the stacks of all threads into the run
 * directory, prints a message, and ends the process with status 1. It counts its own ticks of one second, so that a process that was
 * suspended, or hardly gets CPU time, is not ended too early.
 */
public final class StartWatchdog implements AutoCloseable {

    /** The file for the stacks, in the run directory. */
    public static final String FILE = "start-stacks.txt";

    /** Maximum duration of one stage of a start. */
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

    /** Watches the start of the run in a directory until the watchdog is closed. */
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

    /** Begins the next stage of the start, such as "starting the broker". */
    public synchronized void enter(String next) {
        stage = next;
        seconds = 0;
    }

    /** Stops watching: the start has succeeded or was abandoned. */
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

    /** Counts one second. */
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
            return "See " + file + " for the stacks of all threads.";
        } catch (IOException e) {
            return "The stacks of all threads cannot be written to " + file + " (" + e.getMessage() + ").";
        }
    }

    /** Ends the process without shutdown hooks, which would wait for the thread that hangs. */
    private static void halt(String message) {
        PrintStream terminal = System.err;
        terminal.println(message);
        Runtime.getRuntime().halt(1);
    }
}
