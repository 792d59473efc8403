package dev.streamgrad.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Handles Ctrl-C, a closed terminal and a termination signal: asks the work to stop, and waits until it has left its files in order. */
public final class StopSignal implements BooleanSupplier, AutoCloseable {

    private final Duration patience;
    private final Runnable stop;
    private final AtomicBoolean given = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::askAndWait, "stop");

    /** Listens until it is closed, for work that polls {@link #getAsBoolean}. */
    public StopSignal(Duration patience) {
        this(patience, () -> {});
    }

    /**
     * Listens until it is closed.
     *
     * @param patience how long the process waits for the work to end
     * @param stop asks the work to stop; called once, in a thread of its own
     */
    public StopSignal(Duration patience, Runnable stop) {
        this.patience = patience;
        this.stop = stop;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the work must stop. */
    @Override
    public boolean getAsBoolean() {
        return given.get();
    }

    /** Runs the work in this thread. */
    public void during(Runnable work) {
        work.run();
    }

    /** Reports that the work has ended. */
    @Override
    public void close() {
        ended.countDown();
        if (!given.get()) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    private void askAndWait() {
        given.set(true);
        stop.run();
        try {
            if (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                System.getLogger(StopSignal.class.getName())
                        .log(
                                System.Logger.Level.WARNING,
                                "The work did not stop within " + patience.toSeconds() + " s.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
