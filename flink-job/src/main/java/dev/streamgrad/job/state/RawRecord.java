package dev.streamgrad.job.state;

/**
 * A record as read from Kafka.
 *
 * @param topic its topic
 * @param partition its partition
 * @param offset its offset
 * @param key its key; empty if it has none
 * @param value its value; empty if it has none
 */
public record RawRecord(String topic, int partition, long offset, byte[] key, byte[] value) {}
