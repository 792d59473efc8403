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
public final class KafkaAgentLog implements AutoCloseable {

    /** Reads partitions from their beginning. */
    public static final long FROM_THE_BEGINNING = 0;

    private static final Logger LOG = LoggerFactory.getLogger(KafkaAgentLog.class);
    private static final byte[] EMPTY = new byte[0];

    private final Question question;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private Map<Integer, AgentHistory> histories;

    /**
     * A request to find where agents start.
     *
     * @param spec the training
     * @param agents whose starts are requested; only their partitions are read
     * @param since earliest time at which they may have acted, in milliseconds by the broker's clock. If the records from then on
     *     do not contain the start of an agent's open episode, the log is read from its beginning
     * @param learner version of the learner, read before the log
     */
    public record Question(TrainingSpec spec, List<Integer> agents, long since, LearnerPosition learner) {

        /** Requests the starts of all agents, from the beginning of the log. */
        public static Question ofAll(TrainingSpec spec, LearnerPosition learner) {
            List<Integer> all =
                    IntStream.range(0, spec.rollouts().agents()).boxed().toList();
            return new Question(spec, all, FROM_THE_BEGINNING, learner);
        }
    }

    /** Gives the agents their incarnations. */
    public interface Claims {

        /** The claims of a process that owns all agents without contest: the lowest incarnations that fit the log. */
        Claims UNCONTESTED =
                wanted -> wanted.stream().collect(Collectors.toMap(ResumePoint::agent, ResumePoint::incarnation));

        /**
         * Claims agents.
         *
         * @param wanted where the agents start according to the log, with the lowest incarnations that fit it
         * @return the incarnation of each agent
         */
        Map<Integer, Integer> claim(List<ResumePoint> wanted) throws InterruptedException;
    }

    private KafkaAgentLog(Map<String, Object> client, String topic, Question question) {
        this.question = question;
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        int total = consumer.partitionsFor(topic).size();
        partitions = question.agents().stream()
                .map(agent ->
                        new TopicPartition(topic, Partitions.of(question.spec().policyId(), agent, total)))
                .distinct()
                .toList();
        consumer.assign(partitions);
        histories = histories();
        seek(question.since());
    }

    /**
     * Finds where the agents start, and claims them: an agent without records starts at its first step. After the claim the log is read on,
     * since the owner before may have written until then. If transitions are missing in the log from which the learner has learned already,
     * the learner restarts from an earlier version; this method waits until the learner publishes that version.
     *
     * @param client client properties; at least {@code bootstrap.servers}
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public static List<ResumePoint> starts(Map<String, Object> client, String topic, Question question, Claims claims)
            throws InterruptedException {
        try (KafkaAgentLog log = new KafkaAgentLog(client, topic, question)) {
            return log.starts(claims);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }

    private List<ResumePoint> starts(Claims claims) throws InterruptedException {
        long version = question.learner().version();
        read();
        if (question.since() > FROM_THE_BEGINNING
                && histories.values().stream().anyMatch(history -> history.isCutOff(version))) {
            histories = histories();
            seek(FROM_THE_BEGINNING);
            read();
        }
        Map<Integer, Integer> incarnations = Map.of();
        while (!areFree(incarnations, version)) {
            incarnations = claims.claim(resume(Map.of(), version));
            read();
        }
        return resume(incarnations, isBehind(version) ? restarted(version) : version);
    }

    /** Whether every agent has an incarnation above those in the log. */
    private boolean areFree(Map<Integer, Integer> incarnations, long version) {
        return resume(Map.of(), version).stream()
                .allMatch(start -> incarnations.getOrDefault(start.agent(), -1) >= start.incarnation());
    }

    private boolean isBehind(long version) {
        return histories.values().stream().anyMatch(history -> history.isBehind(version));
    }

    private long restarted(long version) throws InterruptedException {
        LOG.warn(
                "Policy {}: transitions from which version {} was learned are missing in the log. The agents act them again once the"
                        + " learner has restarted from an earlier version.",
                question.spec().policyId(),
                version);
        return question.learner().next();
    }

    private List<ResumePoint> resume(Map<Integer, Integer> incarnations, long version) {
        return histories.entrySet().stream()
                .map(agent -> agent.getValue().resume(incarnations.getOrDefault(agent.getKey(), 0), version))
                .toList();
    }

    private Map<Integer, AgentHistory> histories() {
        return question.agents().stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        agent -> new AgentHistory(question.spec(), agent),
                        (one, same) -> one,
                        TreeMap::new));
    }

    /** Reads on to the present end. */
    private void read() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream()
                .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
            consumer.poll(Duration.ofSeconds(1)).forEach(this::offer);
        }
    }

    private void seek(long since) {
        if (since <= FROM_THE_BEGINNING) {
            consumer.seekToBeginning(partitions);
            return;
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> times =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> since));
        Map<TopicPartition, OffsetAndTimestamp> offsets = consumer.offsetsForTimes(times);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp first = offsets.get(partition);
            consumer.seek(partition, first == null ? ends.getOrDefault(partition, 0L) : first.offset());
        }
    }

    private void offer(ConsumerRecord<byte[], byte[]> record) {
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
                    .filter(named -> named.policyId().equals(question.spec().policyId()))
                    .map(named -> histories.get(named.agent()))
                    .ifPresent(AgentHistory::rejected);
        }
    }
}
