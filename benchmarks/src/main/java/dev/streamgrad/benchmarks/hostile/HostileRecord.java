package dev.streamgrad.benchmarks.hostile;

import org.jspecify.annotations.Nullable;

/**
 * A record with a fault that is published on purpose.
 *
 * @param kind the kind of fault
 * @param key the record's key; null for none
 * @param value the record's value; null for none
 * @param fate where the record must be accounted for
 */
record HostileRecord(String kind, byte @Nullable [] key, byte @Nullable [] value, Fate fate) {

    /** Where a hostile record must be accounted for. */
    enum Fate {
        /** In the dead-letter topic, with its topic, partition and offset. */
        DEAD_LETTER,
        /** In the job's counters of blocks that were seen before. */
        SEEN_BEFORE,
        /** Nowhere in the job: the readers of its topic ignore it. */
        PASSED_OVER
    }
}
