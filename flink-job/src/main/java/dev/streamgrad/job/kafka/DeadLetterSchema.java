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
 * The original bytes under the original key; where they stood, and why, in the headers. What would not fit into a record with them is cut,
 * and the reason says so: a letter that the brokers refuse would fail the job, again and again.
 */
final class DeadLetterSchema implements KafkaRecordSerializationSchema<DeadLetter> {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Leaves room for key, headers and what the protocol adds. */
    static final int MOST_VALUE_BYTES = KafkaEnds.MOST_BYTES - (1 << 20);

    /** No key of the contract is longer; anyone may write another. */
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
