package dev.streamgrad.job.launch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What a topic has, per partition: the offsets from {@code first} to below {@code end}.
 *
 * @param first the oldest record's offset
 * @param end the offset of the next record
 */
public record LogBounds(Map<TopicPartition, Long> first, Map<TopicPartition, Long> end) {

    /**
     * Asks the brokers.
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

    /** Whether nothing was deleted: a job may read it from its beginning and comes to all that ever was. */
    public boolean isWhole() {
        return first.values().stream().allMatch(offset -> offset == 0);
    }

    /** Whether a job that has read so far has read records that are not there any more, so that others will stand in their place. */
    boolean endsBefore(Map<TopicPartition, Long> offsets) {
        return offsets.entrySet().stream().anyMatch(read -> isBeyond(read.getKey(), read.getValue()));
    }

    private boolean isBeyond(TopicPartition partition, long offset) {
        return offset > end.getOrDefault(partition, Long.MAX_VALUE);
    }

    /** Why a job cannot go on from these offsets, for a person; empty if it can. Offsets of other topics are passed over. */
    Optional<String> fault(Map<TopicPartition, Long> offsets) {
        for (Map.Entry<TopicPartition, Long> read : offsets.entrySet()) {
            TopicPartition partition = read.getKey();
            long offset = read.getValue();
            if (isBeyond(partition, offset)) {
                return Optional.of("it has read " + partition + " up to offset " + offset + ", and the log ends at "
                        + end.get(partition) + ": the log has lost its tail");
            }
            if (offset >= 0 && offset < first.getOrDefault(partition, 0L)) {
                return Optional.of("it goes on at offset " + offset + " of " + partition + ", and the log begins at "
                        + first.get(partition) + ": what lies between was deleted");
            }
        }
        return Optional.empty();
    }
}
