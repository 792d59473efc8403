package dev.streamgrad.training;

import dev.streamgrad.actor.kafka.RejectedRecords;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.inspection.StatusInspection;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.kafka.InspectedRecords;
import dev.streamgrad.kafka.KafkaAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the last status that the job published about a policy. */
public final class LastStatus {

    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaAccess access;
    private final String topic;

    /** Reads from the status topic of one cluster and topic prefix. */
    public LastStatus(KafkaAccess access, TopicNames names) {
        this.access = access;
        topic = names.status();
    }

    /**
     * The policy's last readable status; empty if it has none.
     *
     * @throws dev.streamgrad.kafka.KafkaAccessException if the topic cannot be read within the patience
     */
    public Optional<PolicyStatus> of(String policyId) {
        Map<String, Object> settings = access.bounded();
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        TopicPartition partition = new TopicPartition(topic, 0);
        InspectedRecords records = new InspectedRecords(new RejectedRecords(() -> {}));
        List<PolicyStatus> statuses = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            long deadline = System.nanoTime() + access.patience().toNanos();
            while (consumer.position(partition) < end) {
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException("The status of " + policyId + " could not be read within "
                            + access.patience().toSeconds() + " s");
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (InspectedRecords.key(record).equals(policyId)) {
                        records.read(record, Codecs.STATUS, StatusInspection::fault)
                                .ifPresent(statuses::add);
                    }
                }
            }
        } catch (KafkaException e) {
            throw access.rejected(e);
        }
        return statuses.isEmpty() ? Optional.empty() : Optional.of(statuses.get(statuses.size() - 1));
    }
}
