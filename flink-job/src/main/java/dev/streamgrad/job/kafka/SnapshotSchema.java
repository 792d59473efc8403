package dev.streamgrad.job.kafka;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.job.state.Snapshot;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes a snapshot as a Kafka record, and a deleted one as a tombstone, so that compaction removes it. */
final class SnapshotSchema implements KafkaRecordSerializationSchema<Snapshot> {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String topic;

    SnapshotSchema(String topic) {
        this.topic = topic;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(Snapshot snapshot, KafkaSinkContext context, Long timestamp) {
        byte[] key = Keys.snapshot(snapshot.policyId(), snapshot.version()).getBytes(StandardCharsets.UTF_8);
        return snapshot.state()
                .map(state -> new ProducerRecord<>(topic, key, Codecs.LEARNER_STATE.encode(state)))
                .orElseGet(() -> new ProducerRecord<>(topic, key, (byte[]) null));
    }
}
