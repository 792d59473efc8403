package dev.streamgrad.simulator.kafka;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.codec.MalformedRecordException;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.contract.topic.Partitions;
import dev.streamgrad.simulator.acting.AgentHistory;
import dev.streamgrad.simulator.acting.AgentStart;
import dev.streamgrad.simulator.acting.LearnerPosition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the transitions topic to its end, to find where the agents of a policy resume. */
public final class KafkaAgentLog {

    /** Reads a partition's whole life. */
    public static final long FROM_THE_BEGINNING = 0;

    private static final Logger LOG = LoggerFactory.getLogger(KafkaAgentLog.class);
    private static final byte[] NOTHING = new byte[0];

    private KafkaAgentLog() {}

    /**
     * What is asked of the log.
     *
     * @param spec the training
     * @param agents whose starts are looked for; only their partitions are read
     * @param since from which time on, in milliseconds by the broker's clock, they may have acted; where what is found there does not
     *     reach back to an agent's open episode, the log is read from its beginning
     * @param leastIncarnation of the lives that start; higher where the log knows that one already
     * @param learner where it stands, from before the log is read
     */
    public record Question(
            TrainingSpec spec, List<Integer> agents, long since, int leastIncarnation, LearnerPosition learner) {

        /** Of all agents, whenever they acted. */
        public static Question ofAll(TrainingSpec spec, LearnerPosition learner) {
            List<Integer> all =
                    IntStream.range(0, spec.rollouts().agents()).boxed().toList();
            return new Question(spec, all, FROM_THE_BEGINNING, 0, learner);
        }
    }

    /**
     * Where the agents start: at their first step if the log knows nothing of them. Where the log lacks what the learner is known to have
     * had, the learner is to begin again before that; it is waited for until it says where.
     *
     * @param client client properties; {@code bootstrap.servers} at least
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public static List<AgentStart> starts(Map<String, Object> client, String topic, Question question)
            throws InterruptedException {
        long version = question.learner().version();
        Collection<AgentHistory> histories = histories(client, topic, question, version);
        long behind = version;
        if (histories.stream().anyMatch(history -> history.isBehind(behind))) {
            LOG.warn(
                    "Policy {}: the log lacks transitions that version {} was learned from. The agents make them again once the learner"
                            + " says where it begins again.",
                    question.spec().policyId(),
                    version);
            version = question.learner().next();
        }
        long known = version;
        return histories.stream()
                .map(history -> history.resume(question.leastIncarnation(), known))
                .toList();
    }

    private static Collection<AgentHistory> histories(
            Map<String, Object> client, String topic, Question question, long version) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            int total = consumer.partitionsFor(topic).size();
            List<TopicPartition> partitions = question.agents().stream()
                    .map(agent -> new TopicPartition(
                            topic, Partitions.of(question.spec().policyId(), agent, total)))
                    .distinct()
                    .toList();
            consumer.assign(partitions);
            Map<Integer, AgentHistory> histories = read(consumer, partitions, question, question.since());
            if (question.since() > FROM_THE_BEGINNING
                    && histories.values().stream().anyMatch(history -> history.isCutOff(version))) {
                histories = read(consumer, partitions, question, FROM_THE_BEGINNING);
            }
            return histories.values();
        }
    }

    private static Map<Integer, AgentHistory> read(
            KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions, Question question, long since) {
        Map<Integer, AgentHistory> histories = question.agents().stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        agent -> new AgentHistory(question.spec(), agent),
                        (one, same) -> one,
                        TreeMap::new));
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        seek(consumer, partitions, ends, since);
        while (partitions.stream()
                .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
            consumer.poll(Duration.ofSeconds(1))
                    .forEach(record -> offer(record, question.spec().policyId(), histories));
        }
        return histories;
    }

    private static void seek(
            KafkaConsumer<byte[], byte[]> consumer,
            List<TopicPartition> partitions,
            Map<TopicPartition, Long> ends,
            long since) {
        if (since <= FROM_THE_BEGINNING) {
            consumer.seekToBeginning(partitions);
            return;
        }
        Map<TopicPartition, Long> times =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> since));
        Map<TopicPartition, OffsetAndTimestamp> offsets = consumer.offsetsForTimes(times);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp first = offsets.get(partition);
            consumer.seek(partition, first == null ? ends.getOrDefault(partition, 0L) : first.offset());
        }
    }

    private static void offer(
            ConsumerRecord<byte[], byte[]> record, String policyId, Map<Integer, AgentHistory> histories) {
        try {
            byte[] value = record.value() == null ? NOTHING : record.value();
            TransitionBlock block = Codecs.TRANSITION_BLOCK.decode(value);
            AgentHistory history = histories.get(block.agent());
            if (history != null) {
                history.offer(block);
            }
        } catch (MalformedRecordException e) {
            LOG.debug(
                    "The record at {}@{} is no block and tells nothing: {}",
                    record.topic(),
                    record.offset(),
                    e.getMessage());
            byte[] key = record.key() == null ? NOTHING : record.key();
            Keys.parseAgent(new String(key, StandardCharsets.UTF_8))
                    .filter(named -> named.policyId().equals(policyId))
                    .map(named -> histories.get(named.agent()))
                    .ifPresent(AgentHistory::refused);
        }
    }
}
