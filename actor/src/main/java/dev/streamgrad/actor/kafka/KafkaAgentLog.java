package dev.streamgrad.actor.kafka;

import dev.streamgrad.actor.AgentHistory;
import dev.streamgrad.actor.LearnerPosition;
import dev.streamgrad.actor.ResumePoint;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.codec.MalformedRecordException;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.contract.topic.Partitions;
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

/** Reads the transitions topic to its end to find where the agents of a policy resume. */
public final class KafkaAgentLog {

    /** Reads partitions from their beginning. */
    public static final long FROM_THE_BEGINNING = 0;

    private static final Logger LOG = LoggerFactory.getLogger(KafkaAgentLog.class);
    private static final byte[] EMPTY = new byte[0];

    private KafkaAgentLog() {}

    /**
     * A request to find where agents start.
     *
     * @param spec the training
     * @param agents whose starts are requested; only their partitions are read
     * @param since earliest time at which they may have acted, in milliseconds by the broker's clock. If the records from then on
     *     do not contain the start of an agent's open episode, the log is read from its beginning
     * @param leastIncarnation lowest incarnation to start with; a higher one is used if the log has this one already
     * @param learner version of the learner, read before the log
     */
    public record Question(
            TrainingSpec spec, List<Integer> agents, long since, int leastIncarnation, LearnerPosition learner) {

        /** Requests the starts of all agents, from the beginning of the log. */
        public static Question ofAll(TrainingSpec spec, LearnerPosition learner) {
            List<Integer> all =
                    IntStream.range(0, spec.rollouts().agents()).boxed().toList();
            return new Question(spec, all, FROM_THE_BEGINNING, 0, learner);
        }
    }

    /**
     * Finds where the agents start: an agent without records starts at its first step. If transitions are missing in the log from
     * which the learner has learned already, the learner restarts from an earlier version; this method waits until the learner
     * publishes that version.
     *
     * @param client client properties; at least {@code bootstrap.servers}
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public static List<ResumePoint> starts(Map<String, Object> client, String topic, Question question)
            throws InterruptedException {
        long version = question.learner().version();
        Collection<AgentHistory> histories = histories(client, topic, question, version);
        long behind = version;
        if (histories.stream().anyMatch(history -> history.isBehind(behind))) {
            LOG.warn(
                    "Policy {}: transitions from which version {} was learned are missing in the log. The agents act them again once the"
                            + " learner has restarted from an earlier version.",
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
            byte[] value = record.value() == null ? EMPTY : record.value();
            TransitionBlock block = Codecs.TRANSITION_BLOCK.decode(value);
            AgentHistory history = histories.get(block.agent());
            if (history != null) {
                history.offer(block);
            }
        } catch (MalformedRecordException e) {
            LOG.debug(
                    "The record at {}@{} is not a valid block and is ignored: {}",
                    record.topic(),
                    record.offset(),
                    e.getMessage());
            byte[] key = record.key() == null ? EMPTY : record.key();
            Keys.parseAgent(new String(key, StandardCharsets.UTF_8))
                    .filter(named -> named.policyId().equals(policyId))
                    .map(named -> histories.get(named.agent()))
                    .ifPresent(AgentHistory::rejected);
        }
    }
}
