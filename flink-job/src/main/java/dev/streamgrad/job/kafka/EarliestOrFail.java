package dev.streamgrad.job.kafka;

import java.io.Serial;
import java.util.Collection;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * Starts at the earliest offset, and fails if a restored offset is out of range. Flink's own {@code earliest()} would silently rewind, and
 * the job would learn from transitions twice.
 */
@SuppressWarnings("deprecation") // the connector's interface uses the deprecated class
final class EarliestOrFail implements OffsetsInitializer {

    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public Map<TopicPartition, Long> getPartitionOffsets(
            Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
        return OffsetsInitializer.earliest().getPartitionOffsets(partitions, retriever);
    }

    @Override
    public OffsetResetStrategy getAutoOffsetResetStrategy() {
        return OffsetResetStrategy.NONE;
    }
}
