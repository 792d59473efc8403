package dev.streamgrad.training;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/**
 * The broker's timestamp of the record that is being read, so that what is recorded about a training has the time at which it happened, not
 * at which it was read. Within a topic the time never goes back, although a broker's clock may be set back and brokers' clocks differ. Each
 * topic has its own time, since one may be read ahead of another.
 */
public final class RecordClock extends Clock {

    private final Map<String, Instant> latest = new HashMap<>();
    private Instant now;

    /** Shows this time until the first record. */
    public RecordClock(Instant start) {
        now = start;
    }

    void set(Instant time) {
        now = time;
    }

    /** Sets the time of a topic's next record, or of its previous record if that is later. */
    void set(String topic, Instant time) {
        set(latest.merge(topic, time, (before, next) -> next.isAfter(before) ? next : before));
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
