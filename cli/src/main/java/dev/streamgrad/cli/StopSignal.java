package dev.streamgrad.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Ctrl-C, a closed terminal or a termination signal: asks the work to stop, and gives it time to leave its files in order. */
final class StopSignal implements BooleanSupplier, AutoCloseable {

    private static final int PATIENCE_SECONDS = 20;

    private final AtomicBoolean given = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::askAndWait, "stop");

    /** Listens until it is closed. */
    StopSignal() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the work is to stop. */
    @Override
    public boolean getAsBoolean() {
        return given.get();
    }

    /** The work has ended. */
    @Override
    public void close() {
        ended.countDown();
        if (!given.get()) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    private void askAndWait() {
        given.set(true);
        try {
            if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.getLogger(StopSignal.class.getName())
                        .log(System.Logger.Level.WARNING, "The work did not stop within " + PATIENCE_SECONDS + " s.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
