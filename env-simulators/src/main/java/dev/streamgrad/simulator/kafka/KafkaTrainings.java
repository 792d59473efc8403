package dev.streamgrad.simulator.kafka;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.inspection.StatusInspection;
import dev.streamgrad.contract.kafka.InspectedRecords;
import dev.streamgrad.contract.kafka.SubmittedSpec;
import dev.streamgrad.contract.kafka.SubmittedSpecs;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.TopicNames;
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
 * Follows which policies are trained: the topics of training specs and of status, from their beginning. What cannot be what it says is
 * passed over. For one thread.
 */
public final class KafkaTrainings implements AutoCloseable {

    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicNames names;
    private final Listener listener;
    private final SubmittedSpecs specs;
    private final InspectedRecords statuses;
    private final Map<TopicPartition, Long> ends;
    private boolean caughtUp;

    /** Who hears of them, in the order of each topic. */
    public interface Listener {

        /**
         * What a policy is trained by from now on.
         *
         * @param since when the policy was first submitted, in milliseconds by the broker's clock
         */
        void onSpec(TrainingSpec spec, long since);

        /** How a training stands from now on. */
        void onStatus(PolicyStatus status);
    }

    /**
     * Connects.
     *
     * @param client client properties; {@code bootstrap.servers} at least
     * @param refusals hears of records that are passed over
     */
    public KafkaTrainings(
            Map<String, Object> client, TopicNames names, Listener listener, InspectedRecords.Refusals refusals) {
        this.names = names;
        specs = new SubmittedSpecs(refusals);
        statuses = new InspectedRecords(refusals);
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
        Set<String> changed = new LinkedHashSet<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
            if (record.topic().equals(names.trainingSpecs())) {
                specs.offer(record).ifPresent(changed::add);
            } else {
                statuses.read(record, Codecs.STATUS, StatusInspection::fault).ifPresent(listener::onStatus);
            }
        }
        if (!caughtUp && hasCaughtUp()) { // before that, a submission may be withdrawn yet
            caughtUp = true;
            specs.inEffect().forEach(this::tell);
        } else if (caughtUp) {
            changed.forEach(policyId -> specs.inEffect(policyId).ifPresent(this::tell));
        }
    }

    private void tell(SubmittedSpec inEffect) {
        Instant since = specs.since(inEffect.spec().policyId()).orElse(inEffect.at());
        listener.onSpec(inEffect.spec(), since.toEpochMilli());
    }

    /** Whether everything was handed over that was there from the start: before that, a policy may be over and not look it. */
    public boolean caughtUp() {
        return caughtUp;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(FAREWELL));
    }

    private boolean hasCaughtUp() {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }
}
