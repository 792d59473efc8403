package dev.streamgrad.cli.train;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/**
 * The time of the record that is being read, by the broker's clock: what is kept of a training then says when things happened, however
 * late they are heard of. Within a topic it never goes back, although a broker's clock may be set back, and brokers' clocks differ; one topic
 * may be read ahead of another.
 */
public final class RecordClock extends Clock {

    private final Map<String, Instant> latest = new HashMap<>();
    private Instant now;

    /** Stands at this time until the first record. */
    public RecordClock(Instant start) {
        now = start;
    }

    void set(Instant time) {
        now = time;
    }

    /** To the time of a topic's next record, or to that of the record before, if that is later. */
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
