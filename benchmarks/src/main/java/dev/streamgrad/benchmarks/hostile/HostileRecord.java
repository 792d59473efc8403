package dev.streamgrad.benchmarks.hostile;

import org.jspecify.annotations.Nullable;

/**
 * A record that nobody of good will would publish.
 *
 * @param kind what is wrong with it
 * @param key of the record; null for none
 * @param value of the record; null for none
 * @param fate where it must turn up
 */
record HostileRecord(String kind, byte @Nullable [] key, byte @Nullable [] value, Fate fate) {

    /** Where a hostile record must turn up. */
    enum Fate {
        /** In the dead-letter topic, with its topic, partition and offset. */
        DEAD_LETTER,
        /** In the job's counters of blocks that were seen before. */
        SEEN_BEFORE,
        /** In no place of the job's: the readers of its topic pass over it. */
        PASSED_OVER
    }
}
