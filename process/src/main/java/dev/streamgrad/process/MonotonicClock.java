package dev.streamgrad.process;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * A clock that starts with the time of day and then advances with the elapsed time. Setting the wall clock does not change it. Code that
 * measures a duration or waits for an interval uses this clock.
 */
public final class MonotonicClock extends Clock {

    private final Instant start;
    private final LongSupplier nanoTime;
    private final long startNanos;

    private MonotonicClock(Instant start, LongSupplier nanoTime) {
        this.start = start;
        this.nanoTime = nanoTime;
        startNanos = nanoTime.getAsLong();
    }

    /** Starts with the wall clock's time. */
    public static MonotonicClock start() {
        return startingAt(Clock.systemUTC().instant(), System::nanoTime);
    }

    /**
     * Starts with any time.
     *
     * @param nanoTime counts nanoseconds and never goes back
     */
    static MonotonicClock startingAt(Instant start, LongSupplier nanoTime) {
        return new MonotonicClock(start, nanoTime);
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanoTime.getAsLong() - startNanos);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("This clock supports only UTC.");
    }
}
