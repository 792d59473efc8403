package dev.streamgrad.contract.kafka;

/**
 * How many bytes of the topics that are not compacted are kept at least, per partition; {@link #ALL} for all of them. Older segments are
 * deleted. By size and not by age, since in lockstep a log does not grow while a job or its simulators are away: what recovery needs is
 * still there after an outage of any length.
 *
 * @param transitions what a job reads again from its checkpoint on, and agents from the beginning of their open episodes on
 * @param metrics figures of updates and episodes
 * @param deadLetters what could not be used
 */
public record TopicLimits(long transitions, long metrics, long deadLetters) {

    /** Everything is kept. */
    public static final long ALL = -1;

    /** 1 GiB per partition of the transitions, 256 MiB of the others. */
    public static final TopicLimits DEFAULT = new TopicLimits(1L << 30, 256L << 20, 256L << 20);

    /** Of a training whose Kafka is in its own process: 1 GiB of transitions in all, 128 MiB of the others. */
    public static TopicLimits embedded(int partitions) {
        return new TopicLimits(Math.max(128L << 20, (1L << 30) / partitions), 128L << 20, 128L << 20);
    }
}
