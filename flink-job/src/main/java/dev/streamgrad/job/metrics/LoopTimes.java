package dev.streamgrad.job.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** When versions were published and rollouts arrived, kept for as long as a metric still needs the times. Not thread-safe. */
final class LoopTimes {

    private final LongSupplier nanoTime;
    private final Map<Long, Arrivals> arrivals = new HashMap<>();
    private final Map<Long, Long> published = new HashMap<>();

    /**
     * Without any times yet.
     *
     * @param nanoTime a monotonic clock, ns
     */
    LoopTimes(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private record Arrivals(long first, long last) {}

    /**
     * The times of one batch.
     *
     * @param waited from the arrival of its first rollout to that of its last, ns
     * @param latency from the publication of the version that acted to the arrival of the last rollout, ns; empty if later batches
     *     are acted with the version too, or if it was published before a restore
     */
    record Loop(long waited, OptionalLong latency) {}

    /** A version was published for the first time. */
    void published(long version) {
        published.put(version, nanoTime.getAsLong());
    }

    /** A rollout arrived. */
    void arrived(long index) {
        long now = nanoTime.getAsLong();
        arrivals.merge(index, new Arrivals(now, now), (before, after) -> new Arrivals(before.first(), after.last()));
    }

    /** Removes the times of an index that is about to be learned from; empty if its rollouts arrived before a restore. */
    Optional<Loop> taken(long index, int lag) {
        Long publishedAt = published.remove(index - lag);
        return Optional.ofNullable(arrivals.remove(index))
                .map(batch -> new Loop(
                        batch.last() - batch.first(),
                        publishedAt == null ? OptionalLong.empty() : OptionalLong.of(batch.last() - publishedAt)));
    }
}
