package dev.streamgrad.simulator.process;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * The time of day when it was made, and from then on as much later as time has passed: a wall clock that is set back or forward in between
 * does not move it. All that measures a duration or waits for an interval reads this clock.
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

    /** Begins with the wall clock's time. */
    public static MonotonicClock start() {
        return startingAt(Clock.systemUTC().instant(), System::nanoTime);
    }

    /**
     * Begins with any time.
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
        throw new UnsupportedOperationException("This clock tells UTC only.");
    }
}
