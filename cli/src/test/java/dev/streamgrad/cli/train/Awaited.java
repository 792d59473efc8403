package dev.streamgrad.cli.train;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for a condition, with a limit. */
final class Awaited {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Awaited() {}

    static void until(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not within " + LIMIT + ": " + what);
            }
            Thread.sleep(5);
        }
    }
}
