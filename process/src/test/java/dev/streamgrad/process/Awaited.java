package dev.streamgrad.process;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for a condition, with a limit. */
public final class Awaited {

    /** Long enough for the slowest machine: only a hang reaches it. */
    public static final Duration LIMIT = Duration.ofMinutes(5);

    private Awaited() {}

    public static void until(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Condition not met within " + LIMIT + ": " + what);
            }
            Thread.sleep(5);
        }
    }
}
