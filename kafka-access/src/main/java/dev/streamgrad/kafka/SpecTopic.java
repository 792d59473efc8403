package dev.streamgrad.kafka;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.contract.topic.TopicNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
import org.jspecify.annotations.Nullable;

/**
 * Reads and submits training specs in their topic. Throws an exception with the reason when the patience is over.
 *
 * <p>The offsets decide between concurrent submissions, not what a submitter read before. Each submission is published under its own key.
 * Its publisher withdraws it if an earlier one takes precedence, so that exactly one of any number of concurrent submissions remains.
 */
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
     * Reads all submissions so far.
     *
     * @throws KafkaAccessException if the topic cannot be read
     */
    public SubmittedSpecs read() {
        return read(Long.MAX_VALUE);
    }

    /**
     * Publishes a spec, waits until the brokers have stored it, and withdraws it if an earlier submission takes precedence.
     *
     * @return the submission that takes precedence: this one, or an earlier one, whose settings may differ
     * @throws KafkaAccessException if the brokers do not store it, or an earlier submission of this revision cannot be read
     */
    public SubmittedSpec submit(TrainingSpec spec) {
        String submission = UUID.randomUUID().toString().replace("-", "");
        String key = Keys.submission(spec.policyId(), spec.revision(), submission);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            RecordMetadata own = send(producer, key, Codecs.TRAINING_SPEC.encode(spec));
            SubmittedSpecs before = read(own.offset());
            Optional<String> unreadable = before.unreadable(spec.policyId(), spec.revision());
            Optional<SubmittedSpec> standing = before.standing(spec);
            if (standing.isPresent() || unreadable.isPresent()) {
                send(producer, key, null);
            }
            unreadable.ifPresent(reason -> {
                throw new KafkaAccessException(reason);
            });
            return standing.orElseGet(() -> new SubmittedSpec(spec, Instant.ofEpochMilli(own.timestamp()), key, true));
        } catch (ExecutionException | KafkaException e) {
            throw access.rejected(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw access.rejected(e);
        }
    }

    /** Sends to the only partition, so that offsets order all submissions. */
    private RecordMetadata send(KafkaProducer<byte[], byte[]> producer, String key, byte @Nullable [] value)
            throws ExecutionException, InterruptedException {
        return producer.send(new ProducerRecord<>(topic, 0, key.getBytes(StandardCharsets.UTF_8), value))
                .get();
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = access.client();
        int patience = Math.toIntExact(access.patience().toMillis());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, patience);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, patience);
        return settings;
    }

    /** Reads the records before an offset, at most to the current end. */
    private SubmittedSpecs read(long end) {
        Map<String, Object> settings = access.bounded();
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        SubmittedSpecs submitted = new SubmittedSpecs((record, reason) -> {});
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long present = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            readTo(Math.min(end, present), consumer, partition, submitted);
        } catch (KafkaException e) {
            throw access.rejected(e);
        }
        return submitted;
    }

    private void readTo(
            long end, KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, SubmittedSpecs submitted) {
        long deadline = System.nanoTime() + access.patience().toNanos();
        while (consumer.position(partition) < end) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("The training specs could not be read within " + access.patience());
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < end) {
                    submitted.offer(record);
                }
            }
        }
    }
}
