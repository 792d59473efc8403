package dev.streamgrad.cli.train;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The time of the record that is being read, by the broker's clock: what is kept of a training then says when things happened, however
 * late they are heard of. It never goes back, although a broker's clock may be set back, and brokers' clocks differ.
 */
public final class RecordClock extends Clock {

    private Instant now;

    /** Stands at this time until the first record. */
    public RecordClock(Instant start) {
        now = start;
    }

    void set(Instant time) {
        now = time.isAfter(now) ? time : now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("A record's time has no zone.");
    }
}
