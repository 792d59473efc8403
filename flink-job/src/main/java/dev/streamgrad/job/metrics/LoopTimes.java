package dev.streamgrad.job.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** When versions left and rollouts came, for as long as a figure may still be made of it. Not for several threads. */
final class LoopTimes {

    private final LongSupplier nanoTime;
    private final Map<Long, Arrivals> arrivals = new HashMap<>();
    private final Map<Long, Long> published = new HashMap<>();

    /**
     * Nothing seen yet.
     *
     * @param nanoTime a clock that only goes forward, ns
     */
    LoopTimes(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private record Arrivals(long first, long last) {}

    /**
     * The way of one batch.
     *
     * @param waited from the arrival of its first rollout to that of its last, ns
     * @param latency from the publication of the version that acted to the arrival of the last rollout, ns; empty where later ones are
     *     acted with the version too, or it was published before a restore
     */
    record Loop(long waited, OptionalLong latency) {}

    /** A version went out for the first time. */
    void published(long version) {
        published.put(version, nanoTime.getAsLong());
    }

    /** A rollout came. */
    void arrived(long index) {
        long now = nanoTime.getAsLong();
        arrivals.merge(index, new Arrivals(now, now), (before, after) -> new Arrivals(before.first(), after.last()));
    }

    /** The figures of an index that is about to be learned from; empty where its rollouts came before a restore. */
    Optional<Loop> taken(long index, int lag) {
        Long left = published.remove(index - lag);
        return Optional.ofNullable(arrivals.remove(index))
                .map(came -> new Loop(
                        came.last() - came.first(),
                        left == null ? OptionalLong.empty() : OptionalLong.of(came.last() - left)));
    }
}
