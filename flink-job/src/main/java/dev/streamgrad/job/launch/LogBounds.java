package dev.streamgrad.job.launch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The bounds of a topic's log, per partition.
 *
 * @param first the offset of the oldest record
 * @param end the offset after that of the newest record
 */
public record LogBounds(Map<TopicPartition, Long> first, Map<TopicPartition, Long> end) {

    /**
     * Reads the bounds from the brokers.
     *
     * @param client client properties; {@code bootstrap.servers} at least
     */
    public static LogBounds of(Map<String, Object> client, String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(new HashMap<>(client), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            return new LogBounds(consumer.beginningOffsets(partitions), consumer.endOffsets(partitions));
        }
    }

    /** Whether no record has been deleted from the beginning of the log, so that a job can read all of it. */
    public boolean isWhole() {
        return first.values().stream().allMatch(offset -> offset == 0);
    }

    /** Whether a job at these offsets has read records that the log has lost; new records will get the same offsets. */
    boolean endsBefore(Map<TopicPartition, Long> offsets) {
        return offsets.entrySet().stream().anyMatch(read -> isBeyond(read.getKey(), read.getValue()));
    }

    private boolean isBeyond(TopicPartition partition, long offset) {
        return offset > end.getOrDefault(partition, Long.MAX_VALUE);
    }

    /** Why a job cannot resume at these offsets, as a message for the user; empty if it can. Offsets of other topics are ignored. */
    Optional<String> fault(Map<TopicPartition, Long> offsets) {
        for (Map.Entry<TopicPartition, Long> read : offsets.entrySet()) {
            TopicPartition partition = read.getKey();
            long offset = read.getValue();
            if (isBeyond(partition, offset)) {
                return Optional.of("it has read " + partition + " up to offset " + offset + ", but the log ends at "
                        + end.get(partition) + ": the log has lost its newest records");
            }
            if (offset >= 0 && offset < first.getOrDefault(partition, 0L)) {
                return Optional.of("it resumes at offset " + offset + " of " + partition + ", but the log begins at "
                        + first.get(partition) + ": the records between were deleted");
            }
        }
        return Optional.empty();
    }
}
