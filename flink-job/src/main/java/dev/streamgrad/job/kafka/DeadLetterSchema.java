package dev.streamgrad.job.kafka;

import dev.streamgrad.job.state.DeadLetter;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Writes a dead letter: the original value under the original key, with its topic, partition, offset and reason in the headers. A key or
 * value that is too large is cut, and the reason notes it: a record that the brokers reject would fail the job after every restart.
 */
final class DeadLetterSchema implements KafkaRecordSerializationSchema<DeadLetter> {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Leaves room for the key, the headers and the protocol's overhead. */
    static final int MOST_VALUE_BYTES = KafkaPipeline.MOST_BYTES - (1 << 20);

    /** No key of the contract is longer, but anyone can write a longer one. */
    static final int MOST_KEY_BYTES = 1 << 16;

    private final String topic;

    DeadLetterSchema(String topic) {
        this.topic = topic;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(DeadLetter letter, KafkaSinkContext context, Long timestamp) {
        List<Header> headers = List.of(
                header("topic", letter.topic()),
                header("partition", Integer.toString(letter.partition())),
                header("offset", Long.toString(letter.offset())),
                header("reason", reason(letter)));
        byte[] key = cut(letter.key(), MOST_KEY_BYTES);
        return new ProducerRecord<>(topic, null, key, cut(letter.value(), MOST_VALUE_BYTES), headers);
    }

    private static String reason(DeadLetter letter) {
        StringBuilder reason = new StringBuilder(letter.reason());
        if (letter.key().length > MOST_KEY_BYTES) {
            reason.append(" The key is cut: it has ")
                    .append(letter.key().length)
                    .append(" bytes.");
        }
        if (letter.value().length > MOST_VALUE_BYTES) {
            reason.append(" The value is cut: it has ")
                    .append(letter.value().length)
                    .append(" bytes.");
        }
        return reason.toString();
    }

    private static byte[] cut(byte[] bytes, int most) {
        return bytes.length <= most ? bytes : Arrays.copyOf(bytes, most);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
