package dev.streamgrad.cli.train;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.inspection.EndOfTraining;
import dev.streamgrad.contract.inspection.MetricsInspection;
import dev.streamgrad.contract.inspection.PolicyInspection;
import dev.streamgrad.contract.inspection.PolicyLineage;
import dev.streamgrad.contract.inspection.SaidEnds;
import dev.streamgrad.contract.inspection.StatusInspection;
import dev.streamgrad.contract.kafka.InspectedRecords;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.job.kafka.KafkaEnds;
import dev.streamgrad.simulator.kafka.RefusedRecords;
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
 * What the job publishes of one policy, handed to a listener in the caller's thread. What cannot be the job's is passed over, and what does
 * not follow from what was there is held back.
 */
final class Feed implements AutoCloseable {

    /** Brokers' clocks may differ by this much. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(1);

    /** Who looks on may be a moment late, and need not make the broker answer twice per update. */
    private static final int GATHERED_BYTES = 1 << 20;

    private static final int GATHERED_MILLIS = 100;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicNames names;
    private final TrainingSpec spec;
    private final TrainingListener listener;
    private final InspectedRecords records = new InspectedRecords(new RefusedRecords(() -> {}));
    private final PolicyLineage lineage;
    private final UpdateSequence updates = new UpdateSequence();
    private final TopicPartition policies;
    private final long end;
    private final RecordClock time;

    /** From the beginning of the topics. */
    Feed(Map<String, Object> client, TopicNames names, TrainingSpec spec, TrainingListener listener) {
        this(client, names, spec, listener, new RecordClock(Instant.EPOCH));
    }

    /**
     * From what was published since the clock's time.
     *
     * @param time set to each record's time before the record is handed over
     */
    Feed(Map<String, Object> client, TopicNames names, TrainingSpec spec, TrainingListener listener, RecordClock time) {
        this.names = names;
        this.spec = spec;
        lineage = new PolicyLineage(spec.rollouts().lag());
        this.listener = listener;
        this.time = time;
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, KafkaEnds.MOST_BYTES);
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

    /** Topics hold the records of all policies, and some hold them for ever. */
    private void seek(List<TopicPartition> partitions, long sinceMillis) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions); // before what comes meanwhile
        Map<TopicPartition, Long> since = new HashMap<>();
        partitions.forEach(partition -> since.put(partition, sinceMillis));
        consumer.offsetsForTimes(since).forEach((partition, first) -> {
            long end = ends.getOrDefault(partition, 0L);
            consumer.seek(partition, first == null ? end : Math.min(first.offset(), end));
        });
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
            if (isOurs(record)) {
                time.set(record.topic(), Instant.ofEpochMilli(record.timestamp()));
                read(record);
            }
        }
    }

    /** The status by which the training is over; empty until every version was read that was there from the start. */
    Optional<PolicyStatus> over(SaidEnds said, EndOfTraining judge) {
        return consumer.position(policies) >= end ? judge.reached(said, lineage) : Optional.empty();
    }

    /** By its key: what is published of other policies need not be decoded. */
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
