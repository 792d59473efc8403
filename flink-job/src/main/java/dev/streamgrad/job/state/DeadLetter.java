package dev.streamgrad.job.state;

/**
 * A record that could not be used: its original bytes, its position, and the reason.
 *
 * @param topic its topic
 * @param partition its partition
 * @param offset its offset
 * @param key the original key
 * @param value the original value
 * @param reason the message for the user; cut after 16,384 characters
 */
public record DeadLetter(String topic, int partition, long offset, byte[] key, byte[] value, String reason) {

    /** Limits a reason, which may quote the record, so that {@code writeUTF} can encode it: at most 3 bytes a character, 65,535 in all. */
    private static final int MOST_CHARACTERS = 1 << 14;

    /** Cuts the reason. */
    public DeadLetter {
        reason = reason.substring(0, Math.min(reason.length(), MOST_CHARACTERS));
    }

    /** A record as read from Kafka, with the reason. */
    public static DeadLetter of(RawRecord raw, String reason) {
        return new DeadLetter(raw.topic(), raw.partition(), raw.offset(), raw.key(), raw.value(), reason);
    }
}
