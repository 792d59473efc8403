package dev.streamgrad.training;

import dev.streamgrad.actor.kafka.RejectedRecords;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.inspection.EndOfTraining;
import dev.streamgrad.contract.inspection.MetricsInspection;
import dev.streamgrad.contract.inspection.PolicyInspection;
import dev.streamgrad.contract.inspection.PolicyLineage;
import dev.streamgrad.contract.inspection.SaidEnds;
import dev.streamgrad.contract.inspection.StatusInspection;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.job.kafka.KafkaPipeline;
import dev.streamgrad.kafka.InspectedRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads what the job publishes about one policy and passes it to a listener, in the caller's thread. Skips records that cannot come from
 * the job; holds back records that do not follow from earlier ones.
 */
final class PolicyTopicsReader implements AutoCloseable {

    /** Tolerated difference between the brokers' clocks. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(1);

    /**
     * A fetch waits for this many bytes, at most {@link #GATHERED_MILLIS}: a reader may be slightly late, and the broker should not answer
     * twice per update.
     */
    private static final int GATHERED_BYTES = 1 << 20;

    private static final int GATHERED_MILLIS = 100;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicNames names;
    private final TrainingSpec spec;
    private final TrainingListener listener;
    private final InspectedRecords records = new InspectedRecords(new RejectedRecords(() -> {}));
    private final PolicyLineage lineage;
    private final UpdateSequence updates = new UpdateSequence();
    private final TopicPartition policies;
    private final long end;
    private final RecordClock time;

    /** Reads from the beginning of the topics. */
    PolicyTopicsReader(Map<String, Object> client, TopicNames names, TrainingSpec spec, TrainingListener listener) {
        this(client, names, spec, listener, new RecordClock(Instant.EPOCH));
    }

    /**
     * Reads what was published since the clock's time.
     *
     * @param time set to each record's time before the record is passed on
     */
    PolicyTopicsReader(
            Map<String, Object> client,
            TopicNames names,
            TrainingSpec spec,
            TrainingListener listener,
            RecordClock time) {
        this.names = names;
        this.spec = spec;
        lineage = new PolicyLineage(spec.rollouts().lag());
        this.listener = listener;
        this.time = time;
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, KafkaPipeline.MOST_BYTES);
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, GATHERED_BYTES);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, GATHERED_MILLIS);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = List.of(
                new TopicPartition(names.policies(), 0),
                new TopicPartition(names.metrics(), 0),
                new TopicPartition(names.status(), 0));
        consumer.assign(partitions);
        policies = new TopicPartition(names.policies(), 0);
        end = consumer.endOffsets(List.of(policies)).getOrDefault(policies, 0L);
        if (time.instant().equals(Instant.EPOCH)) {
            consumer.seekToBeginning(partitions);
        } else {
            seek(partitions, time.instant().minus(CLOCKS_APART).toEpochMilli());
        }
    }

    /** Skips older records: the topics hold the records of all policies, and some topics never delete any. */
    private void seek(List<TopicPartition> partitions, long sinceMillis) {
        // Read first, so that no record that arrives meanwhile is skipped.
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> since = new HashMap<>();
        partitions.forEach(partition -> since.put(partition, sinceMillis));
        consumer.offsetsForTimes(since).forEach((partition, first) -> {
            long end = ends.getOrDefault(partition, 0L);
            consumer.seek(partition, first == null ? end : Math.min(first.offset(), end));
        });
    }

    /** Passes new records to the listener; waits for up to {@code patience} if there are none. */
    void poll(Duration patience) {
        List<TopicPartition> measured = List.of(new TopicPartition(names.metrics(), 0));
        if (listener.takesMetrics()) {
            consumer.resume(measured);
        } else {
            consumer.pause(measured);
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
            if (isOurs(record)) {
                time.set(record.topic(), Instant.ofEpochMilli(record.timestamp()));
                read(record);
            }
        }
    }

    /**
     * The status that ended the training; empty while it goes on, and until all versions that existed when this reader was created have
     * been read.
     */
    Optional<PolicyStatus> over(SaidEnds said, EndOfTraining judge) {
        return consumer.position(policies) >= end ? judge.reached(said, lineage) : Optional.empty();
    }

    /** Decides by the key, so that records of other policies are not decoded. */
    private boolean isOurs(ConsumerRecord<byte[], byte[]> record) {
        String key = InspectedRecords.key(record);
        return key.equals(spec.policyId()) || key.startsWith(Keys.prefix(spec.policyId()));
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(names.policies())) {
            records.read(record, Codecs.POLICY_UPDATE, (key, update) -> PolicyInspection.fault(spec, key, update))
                    .map(update -> lineage.offer(update, record.timestamp()))
                    .ifPresent(news -> news.forEach(listener::onPolicy));
        } else if (record.topic().equals(names.metrics())) {
            records.read(record, Codecs.METRICS, MetricsInspection::fault)
                    .map(updates::offer)
                    .ifPresent(news -> news.forEach(listener::onMetrics));
        } else {
            records.read(record, Codecs.STATUS, StatusInspection::fault).ifPresent(listener::onStatus);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
