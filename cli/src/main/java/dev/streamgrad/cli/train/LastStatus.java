package dev.streamgrad.cli.train;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.inspection.StatusInspection;
import dev.streamgrad.contract.kafka.InspectedRecords;
import dev.streamgrad.contract.kafka.KafkaAccess;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.simulator.kafka.RefusedRecords;
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

/** How a policy's training stands, by what the job said of it last. */
public final class LastStatus {

    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaAccess access;
    private final String topic;

    /** On one cluster, under one prefix. */
    public LastStatus(KafkaAccess access, TopicNames names) {
        this.access = access;
        topic = names.status();
    }

    /**
     * The policy's last status that can be read; empty before its first.
     *
     * @throws dev.streamgrad.contract.kafka.KafkaRefusedException if the topic cannot be read while the patience lasts
     */
    public Optional<PolicyStatus> of(String policyId) {
        Map<String, Object> settings = access.bounded();
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        TopicPartition partition = new TopicPartition(topic, 0);
        InspectedRecords records = new InspectedRecords(new RefusedRecords(() -> {}));
        List<PolicyStatus> said = new ArrayList<>();
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
                                .ifPresent(said::add);
                    }
                }
            }
        } catch (KafkaException e) {
            throw access.refused(e);
        }
        return said.isEmpty() ? Optional.empty() : Optional.of(said.get(said.size() - 1));
    }
}
