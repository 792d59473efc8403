package dev.streamgrad.job.kafka;

import java.io.Serial;
import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes a contract record as a Kafka record. */
final class RecordSchema<T> implements KafkaRecordSerializationSchema<T> {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String topic;
    private final KafkaPipeline.KeyOf<T> key;
    private final CodecReference codec;

    RecordSchema(String topic, KafkaPipeline.KeyOf<T> key, CodecReference codec) {
        this.topic = topic;
        this.key = key;
        this.codec = codec;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(T value, KafkaSinkContext context, Long timestamp) {
        byte[] keyBytes = key.apply(value).getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(topic, keyBytes, codec.<T>codec().encode(value));
    }
}
