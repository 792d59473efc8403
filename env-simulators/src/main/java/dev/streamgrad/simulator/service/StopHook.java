package dev.streamgrad.simulator.service;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A termination signal or Ctrl-C: asks the service to stop, and gives it time to leave the group in order. */
final class StopHook implements AutoCloseable {

    /** The hosts' patience with last blocks, 4 s, and a second each to take leave of the group and of the trainings; and a moment. */
    private static final Duration PATIENCE = Duration.ofSeconds(7);

    private final SimulatorService service;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::askAndWait, "stop");
    private volatile boolean given;

    /** Listens until it is closed. */
    StopHook(SimulatorService service) {
        this.service = service;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Runs the service until it ends, or is asked to. */
    void run() {
        service.run();
    }

    /** The service has ended. */
    @Override
    public void close() {
        ended.countDown();
        if (!given) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    private void askAndWait() {
        given = true;
        service.close();
        try {
            if (!ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                System.getLogger(StopHook.class.getName())
                        .log(
                                System.Logger.Level.WARNING,
                                "The simulator did not stop within " + PATIENCE.toSeconds() + " s.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
