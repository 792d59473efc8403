package dev.streamgrad.actor.kafka;

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
 * Membership of a process in the group of a policy's simulators. The group assigns the partitions of the transitions topic to the processes
 * that can act the policy, and with them its agents. It only assigns partitions: nothing is read through it and no offsets are committed.
 *
 * <p>A member that sends no heartbeat is replaced after {@value #SESSION_MILLIS} ms. A member that was replaced, because its
 * process was stopped for longer, releases all partitions and joins again. Not safe for use by several threads.
 */
public final class KafkaMembership implements AutoCloseable {

    /** The shortest session that brokers allow by default ({@code group.min.session.timeout.ms}). */
    static final int SESSION_MILLIS = 6_000;

    /** The heartbeat interval. It bounds how soon other members notice a rebalance; learning waits until they do. */
    private static final int HEARTBEAT_MILLIS = 500;

    /** The longest time between two polls, in which agents stop and flush. A process that hangs for longer is replaced. */
    private static final int POLL_MILLIS = 30_000;

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final int total;
    private final Releases releases;
    private final Set<Integer> assigned = new HashSet<>();

    /** Stops the agents of partitions that another process receives. */
    public interface Releases {

        /**
         * Stops the agents of these partitions, and returns when the blocks that they sent have arrived. Called before another
         * process receives the partitions.
         */
        void release(Set<Integer> partitions);

        /** Called after the group has assigned its partitions again. */
        void onRebalance();
    }

    /**
     * Connects; the first poll joins the group.
     *
     * @param client client properties; at least {@code bootstrap.servers}
     * @param policyId the policy whose agents the process can act
     */
    public KafkaMembership(Map<String, Object> client, TopicNames names, String policyId, Releases releases) {
        this.releases = releases;
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, names.simulatorGroup(policyId));
        // With the newer protocol the brokers decide how long a failed member keeps its partitions: 45 s by default.
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
            consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
            throw e;
        }
    }

    /** Takes part in the group for this time: joins, sends heartbeats, hands over partitions. */
    public void poll(Duration patience) {
        consumer.poll(patience);
    }

    /** The partitions that are assigned to this process now. */
    public Set<Integer> assigned() {
        return Set.copyOf(assigned);
    }

    /** The number of partitions of the topic. */
    public int total() {
        return total;
    }

    /**
     * The generation of the group, which grows with every rebalance. Of two processes that were assigned a partition, the later has
     * the higher generation.
     */
    public int generation() {
        return Math.max(0, consumer.groupMetadata().generationId());
    }

    /** Leaves the group, so that other members need not wait for the session timeout. */
    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
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

        /** Also called when partitions are lost. The blocks that this process still sends are then fenced or duplicates. */
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            Set<Integer> going = numbers(partitions);
            assigned.removeAll(going);
            releases.release(going);
        }
    }
}
