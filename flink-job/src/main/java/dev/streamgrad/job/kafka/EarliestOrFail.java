package dev.streamgrad.job.kafka;

import java.io.Serial;
import java.util.Collection;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * Begins at the earliest offset, and fails where a restored one is out of range: Flink's own {@code earliest()} would rewind there
 * without a word, and learn from transitions twice.
 */
@SuppressWarnings("deprecation") // the connector's interface speaks of the strategy by its old class
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
