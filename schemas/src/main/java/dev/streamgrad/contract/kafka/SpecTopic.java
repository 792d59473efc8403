package dev.streamgrad.contract.kafka;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.contract.topic.TopicNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topic of the training specs: how a policy's training is asked for. Gives up, with the reason, when the patience is over. */
public final class SpecTopic {

    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaAccess access;
    private final String topic;

    /** The topic of one prefix on one cluster. */
    public SpecTopic(KafkaAccess access, TopicNames names) {
        this.access = access;
        this.topic = names.trainingSpecs();
    }

    /**
     * Everything that has been submitted so far.
     *
     * @throws KafkaRefusedException if the topic cannot be read
     */
    public SubmittedSpecs read() {
        Map<String, Object> settings = access.bounded();
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        SubmittedSpecs submitted = new SubmittedSpecs();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            readToTheEnd(consumer, partitions, submitted);
        } catch (KafkaException e) {
            throw access.refused(e);
        }
        return submitted;
    }

    /**
     * Publishes a spec, and waits until the brokers have it.
     *
     * @throws KafkaRefusedException if they do not take it
     */
    public SubmittedSpec publish(TrainingSpec spec) {
        byte[] key = Keys.trainingSpec(spec.policyId(), spec.revision()).getBytes(StandardCharsets.UTF_8);
        Map<String, Object> settings = access.client();
        int patience = Math.toIntExact(access.patience().toMillis());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, patience);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, patience);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            RecordMetadata taken = producer.send(new ProducerRecord<>(topic, key, Codecs.TRAINING_SPEC.encode(spec)))
                    .get();
            return new SubmittedSpec(spec, Instant.ofEpochMilli(taken.timestamp()));
        } catch (ExecutionException | KafkaException e) {
            throw access.refused(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw access.refused(e);
        }
    }

    private void readToTheEnd(
            KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions, SubmittedSpecs submitted) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long deadline = System.nanoTime() + access.patience().toNanos();
        while (partitions.stream()
                .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("The training specs could not be read within " + access.patience());
            }
            consumer.poll(POLL)
                    .forEach(record -> submitted.offer(new String(record.key(), StandardCharsets.UTF_8), record));
        }
    }
}
