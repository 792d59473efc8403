package dev.streamgrad.simulator.service;

import java.time.Clock;
import java.time.Duration;

/** Says when it is time to say something again: at once, then once in a while. */
final class Reminder {

    private static final Duration WHILE = Duration.ofMinutes(1);

    private final Clock clock;
    private long due;

    Reminder(Clock clock) {
        this.clock = clock;
        reset();
    }

    /** Whether it is time; if so, the next time is a minute away. */
    boolean isDue() {
        long now = clock.millis();
        if (now < due) {
            return false;
        }
        due = now + WHILE.toMillis();
        return true;
    }

    /** The matter is settled: should it come up again, it is due at once. */
    void reset() {
        due = Long.MIN_VALUE;
    }
}
