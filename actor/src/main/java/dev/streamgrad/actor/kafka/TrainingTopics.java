package dev.streamgrad.actor.kafka;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.inspection.StatusInspection;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.kafka.InspectedRecords;
import dev.streamgrad.kafka.SubmittedSpec;
import dev.streamgrad.kafka.SubmittedSpecs;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Follows the topics of training specs and of status from their beginning, to find which policies are trained. Ignores records that
 * cannot be what their topic holds. For use by one thread.
 */
public final class TrainingTopics implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicNames names;
    private final Listener listener;
    private final SubmittedSpecs specs;
    private final InspectedRecords statuses;
    private final Map<TopicPartition, Long> ends;
    private boolean caughtUp;

    /** Receives the specs and the statuses, in the order of each topic. */
    public interface Listener {

        /**
         * Receives the spec that takes effect for a policy.
         *
         * @param since when the policy was first submitted, in milliseconds by the broker's clock
         */
        void onSpec(TrainingSpec spec, long since);

        /** Receives the new status of a training. */
        void onStatus(PolicyStatus status);
    }

    /**
     * Connects.
     *
     * @param client client properties; at least {@code bootstrap.servers}
     * @param rejections receives the records that are ignored
     */
    public TrainingTopics(
            Map<String, Object> client, TopicNames names, Listener listener, InspectedRecords.Rejections rejections) {
        this.names = names;
        specs = new SubmittedSpecs(rejections);
        statuses = new InspectedRecords(rejections);
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
            consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
            throw e;
        }
    }

    /** Passes new records to the listener; waits for records for at most {@code patience}. */
    public void poll(Duration patience) {
        Set<String> changed = new LinkedHashSet<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
            if (record.topic().equals(names.trainingSpecs())) {
                specs.offer(record).ifPresent(changed::add);
            } else {
                statuses.read(record, Codecs.STATUS, StatusInspection::fault).ifPresent(listener::onStatus);
            }
        }
        if (!caughtUp && hasCaughtUp()) { // a later record may withdraw a submission
            caughtUp = true;
            specs.inEffect().forEach(this::passOn);
        } else if (caughtUp) {
            changed.forEach(policyId -> specs.inEffect(policyId).ifPresent(this::passOn));
        }
    }

    private void passOn(SubmittedSpec inEffect) {
        Instant since = specs.since(inEffect.spec().policyId()).orElse(inEffect.at());
        listener.onSpec(inEffect.spec(), since.toEpochMilli());
    }

    /**
     * Whether all records that existed at the start were passed to the listener. Before that, a policy whose training has ended may
     * look open.
     */
    public boolean caughtUp() {
        return caughtUp;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
    }

    private boolean hasCaughtUp() {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }
}
