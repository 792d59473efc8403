package dev.streamgrad.cli.train;

import dev.streamgrad.contract.codec.Codec;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.codec.MalformedRecordException;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.job.kafka.KafkaEnds;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the job publishes of one policy, from the beginning of the topics, handed to a listener in the caller's thread. */
final class Feed implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicNames names;
    private final String policyId;
    private final TrainingListener listener;

    Feed(Map<String, Object> client, TopicNames names, String policyId, TrainingListener listener) {
        this.names = names;
        this.policyId = policyId;
        this.listener = listener;
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, KafkaEnds.MOST_BYTES);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = List.of(
                new TopicPartition(names.policies(), 0),
                new TopicPartition(names.metrics(), 0),
                new TopicPartition(names.status(), 0));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Hands over what has come, or waits a little for something to come. */
    void poll(Duration patience) {
        List<TopicPartition> measured = List.of(new TopicPartition(names.metrics(), 0));
        if (listener.takesMetrics()) {
            consumer.resume(measured);
        } else {
            consumer.pause(measured);
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
            if (record.topic().equals(names.policies())) {
                read(record, Codecs.POLICY_UPDATE, policy -> policy.policyId(), listener::onPolicy);
            } else if (record.topic().equals(names.metrics())) {
                read(record, Codecs.METRICS, metrics -> metrics.policyId(), listener::onMetrics);
            } else {
                read(record, Codecs.STATUS, status -> status.policyId(), listener::onStatus);
            }
        }
    }

    private <T> void read(
            ConsumerRecord<byte[], byte[]> record,
            Codec<T> codec,
            java.util.function.Function<T, String> policy,
            java.util.function.Consumer<T> handler) {
        try {
            T value = codec.decode(record.value());
            if (policy.apply(value).equals(policyId)) {
                handler.accept(value);
            }
        } catch (MalformedRecordException e) {
            throw new IllegalStateException(
                    "The record at " + record.topic() + "@" + record.offset() + " cannot be read: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
