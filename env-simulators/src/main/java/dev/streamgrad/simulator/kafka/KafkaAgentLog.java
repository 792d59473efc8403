package dev.streamgrad.simulator.kafka;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.codec.MalformedRecordException;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.simulator.acting.AgentHistory;
import dev.streamgrad.simulator.acting.AgentStart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the transitions topic to its end, to find where the agents of a policy resume. */
public final class KafkaAgentLog {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaAgentLog.class);

    private KafkaAgentLog() {}

    /**
     * Where each agent of the spec starts: at its first step if the log knows nothing of it.
     *
     * @param client client properties; {@code bootstrap.servers} at least
     */
    public static List<AgentStart> starts(Map<String, Object> client, String topic, TrainingSpec spec) {
        List<AgentHistory> histories = new ArrayList<>();
        for (int agent = 0; agent < spec.rollouts().agents(); agent++) {
            histories.add(new AgentHistory(spec, agent));
        }
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> offer(record, histories));
            }
        }
        return histories.stream()
                .map(history -> history.resume(history.incarnation() + 1))
                .toList();
    }

    private static void offer(ConsumerRecord<byte[], byte[]> record, List<AgentHistory> histories) {
        try {
            TransitionBlock block = Codecs.TRANSITION_BLOCK.decode(record.value());
            if (block.agent() < histories.size()) {
                histories.get(block.agent()).offer(block);
            }
        } catch (MalformedRecordException e) {
            LOG.debug(
                    "The record at {}@{} is no block and tells nothing: {}",
                    record.topic(),
                    record.offset(),
                    e.getMessage());
        }
    }
}
