package dev.streamgrad.job.state;

/**
 * A record as Kafka gave it.
 *
 * @param topic where it stood
 * @param partition where it stood
 * @param offset where it stood
 * @param key empty where it had none
 * @param value empty where it had none
 */
public record RawRecord(String topic, int partition, long offset, byte[] key, byte[] value) {}
