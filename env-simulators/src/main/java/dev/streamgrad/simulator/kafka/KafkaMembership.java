package dev.streamgrad.simulator.kafka;

import dev.streamgrad.contract.topic.TopicNames;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A process's membership in the group of simulators: it says which partitions of the transitions topic are this process's, and so
 * which agents. The group only assigns; nothing is read through it and no offsets are committed.
 *
 * <p>A member that falls silent is replaced after {@value #SESSION_MILLIS} ms. A member that finds itself replaced, since its process was
 * stopped for longer, releases everything and joins anew. Not safe for use by several threads.
 */
public final class KafkaMembership implements AutoCloseable {

    /** The shortest session that brokers allow by default ({@code group.min.session.timeout.ms}). */
    static final int SESSION_MILLIS = 6_000;

    /** How soon the others hear that partitions move: while they do, learning waits. */
    private static final int HEARTBEAT_MILLIS = 500;

    /** Longest time between two polls, in which agents stop and flush; a process that hangs for longer is replaced. */
    private static final int POLL_MILLIS = 30_000;

    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final int total;
    private final Releases releases;
    private final Set<Integer> assigned = new HashSet<>();

    /** Whoever acts for partitions, and must stop when they go to another process. */
    public interface Releases {

        /** These partitions are about to be another's: stops their agents, and returns when what they sent has arrived. */
        void release(Set<Integer> partitions);

        /** The group has distributed its partitions anew. */
        void onRebalance();
    }

    /**
     * Joins at the first poll.
     *
     * @param client client properties; {@code bootstrap.servers} at least
     */
    public KafkaMembership(Map<String, Object> client, TopicNames names, Releases releases) {
        this.releases = releases;
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, names.prefix() + "-simulators");
        // With the newer protocol the brokers decide how long a dead member keeps its partitions: 45 s by default.
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName()));
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MILLIS);
        settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, POLL_MILLIS);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            total = consumer.partitionsFor(names.transitions()).size();
            consumer.subscribe(List.of(names.transitions()), new Rebalances());
        } catch (RuntimeException e) {
            consumer.close(CloseOptions.timeout(FAREWELL));
            throw e;
        }
    }

    /** Takes part for a while: joins, keeps its place, hands over. */
    public void poll(Duration patience) {
        consumer.poll(patience);
    }

    /** The partitions that are this process's now. */
    public Set<Integer> assigned() {
        return Set.copyOf(assigned);
    }

    /** How many partitions the topic has. */
    public int total() {
        return total;
    }

    /** Grows with every distribution: of two processes that were given a partition, the later has the higher. */
    public int generation() {
        return Math.max(0, consumer.groupMetadata().generationId());
    }

    /** Leaves the group, so that the others need not wait for the session's end. */
    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(FAREWELL));
    }

    private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
    }

    private final class Rebalances implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            consumer.pause(partitions);
            assigned.addAll(numbers(partitions));
            releases.onRebalance();
        }

        /** Also where they are lost: what this process still sends is fenced, or the same. */
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            Set<Integer> going = numbers(partitions);
            assigned.removeAll(going);
            releases.release(going);
        }
    }
}
