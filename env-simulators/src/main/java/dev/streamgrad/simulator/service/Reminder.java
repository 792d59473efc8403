package dev.streamgrad.simulator.service;

import java.time.Clock;
import java.time.Duration;

/** Decides when a message is due: at once, then once a minute. */
final class Reminder {

    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final Clock clock;
    private long due;

    Reminder(Clock clock) {
        this.clock = clock;
        reset();
    }

    /** Whether the message is due. If so, it is due again in a minute. */
    boolean isDue() {
        long now = clock.millis();
        if (now < due) {
            return false;
        }
        due = now + INTERVAL.toMillis();
        return true;
    }

    /** Ends the repetitions: the next message is due at once. */
    void reset() {
        due = Long.MIN_VALUE;
    }
}
