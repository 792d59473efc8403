package dev.streamgrad.simulator.kafka;

import dev.streamgrad.contract.codec.Codec;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.codec.MalformedRecordException;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.TopicNames;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows which policies are trained: the topics of training specs and of status, from their beginning. For one thread. */
public final class KafkaTrainings implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaTrainings.class);
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicNames names;
    private final Listener listener;
    private final Map<TopicPartition, Long> ends;
    private boolean caughtUp;

    /** Who hears of them, in the order of each topic. */
    public interface Listener {

        /**
         * A training was submitted, or a revision of it.
         *
         * @param at when, in milliseconds by the broker's clock
         */
        void onSpec(TrainingSpec spec, long at);

        /** How a training stands from now on. */
        void onStatus(PolicyStatus status);
    }

    /**
     * Connects.
     *
     * @param client client properties; {@code bootstrap.servers} at least
     */
    public KafkaTrainings(Map<String, Object> client, TopicNames names, Listener listener) {
        this.names = names;
        this.listener = listener;
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            List<TopicPartition> partitions = Stream.of(names.trainingSpecs(), names.status())
                    .flatMap(topic -> consumer.partitionsFor(topic).stream()
                            .map(partition -> new TopicPartition(topic, partition.partition())))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            ends = consumer.endOffsets(partitions);
        } catch (RuntimeException e) {
            consumer.close(CloseOptions.timeout(FAREWELL));
            throw e;
        }
    }

    /** Hands over what has come, or waits a little for something to come. */
    public void poll(Duration patience) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
            if (record.topic().equals(names.trainingSpecs())) {
                read(record, Codecs.TRAINING_SPEC).ifPresent(spec -> listener.onSpec(spec, record.timestamp()));
            } else {
                read(record, Codecs.STATUS).ifPresent(listener::onStatus);
            }
        }
    }

    /** Whether everything was handed over that was there from the start: before that, a policy may be over and not look it. */
    public boolean caughtUp() {
        caughtUp =
                caughtUp || ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        return caughtUp;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(FAREWELL));
    }

    private static <T> Optional<T> read(ConsumerRecord<byte[], byte[]> record, Codec<T> codec) {
        if (record.value() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(codec.decode(record.value()));
        } catch (MalformedRecordException e) {
            LOG.warn(
                    "The record at {}@{} cannot be read and is passed over: {} If a newer release wrote it, upgrade this"
                            + " simulator.",
                    record.topic(),
                    record.offset(),
                    e.getMessage());
            return Optional.empty();
        }
    }
}
