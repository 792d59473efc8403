package dev.streamgrad.kafka;

/**
 * Retention of the topics that are not compacted: the number of bytes kept per partition at least, or {@link #ALL}. Older segments are
 * deleted. The limit is a size and not an age, because in lockstep a log does not grow while the job or its simulators are down: the data
 * for recovery is kept during an outage of any length.
 *
 * @param transitions read again by a job from its checkpoint on, and by agents from the beginning of their open episodes on
 * @param metrics metrics of updates and episodes
 * @param deadLetters records that were rejected
 */
public record TopicLimits(long transitions, long metrics, long deadLetters) {

    /** Keeps everything. */
    public static final long ALL = -1;

    /** 1 GiB per partition of the transitions, 256 MiB of the others. */
    public static final TopicLimits DEFAULT = new TopicLimits(1L << 30, 256L << 20, 256L << 20);

    /** The limits for a training with Kafka in the same process: 1 GiB of transitions in all, 128 MiB of each of the others. */
    public static TopicLimits embedded(int partitions) {
        return new TopicLimits(Math.max(128L << 20, (1L << 30) / partitions), 128L << 20, 128L << 20);
    }
}
