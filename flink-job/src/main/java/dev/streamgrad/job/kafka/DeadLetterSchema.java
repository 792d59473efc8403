package dev.streamgrad.job.kafka;

import dev.streamgrad.job.state.DeadLetter;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** The original bytes under the original key; where they stood, and why, in the headers. */
final class DeadLetterSchema implements KafkaRecordSerializationSchema<DeadLetter> {

    @Serial
    private static final long serialVersionUID = 1L;

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
                header("reason", letter.reason()));
        return new ProducerRecord<>(topic, null, letter.key(), letter.value(), headers);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
