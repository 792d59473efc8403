package dev.streamgrad.job.state;

/**
 * A record that could not be used: the original bytes, where they stood, and why.
 *
 * @param topic where it stood
 * @param partition where it stood
 * @param offset where it stood
 * @param key the original key
 * @param value the original value
 * @param reason for a person; cut where it is longer than anybody reads
 */
public record DeadLetter(String topic, int partition, long offset, byte[] key, byte[] value, String reason) {

    /** A reason may quote the record; three times as many bytes are as many as its encoding takes. */
    private static final int MOST_CHARACTERS = 1 << 14;

    /** Cuts the reason. */
    public DeadLetter {
        reason = reason.substring(0, Math.min(reason.length(), MOST_CHARACTERS));
    }

    /** A record as Kafka gave it, with the reason. */
    public static DeadLetter of(RawRecord raw, String reason) {
        return new DeadLetter(raw.topic(), raw.partition(), raw.offset(), raw.key(), raw.value(), reason);
    }
}
