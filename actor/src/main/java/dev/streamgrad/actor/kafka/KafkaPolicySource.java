package dev.streamgrad.actor.kafka;

import dev.streamgrad.actor.LearnerPosition;
import dev.streamgrad.actor.PolicySource;
import dev.streamgrad.actor.RecentPolicies;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.inspection.EndOfTraining;
import dev.streamgrad.contract.inspection.PolicyInspection;
import dev.streamgrad.contract.inspection.SaidEnds;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.kafka.InspectedRecords;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Follows the policies topic in its own thread and provides the newest versions of one policy.
 *
 * <p>Records that cannot be a version of the policy are ignored. Versions that do not descend from the others are kept separate, so
 * that a forged record stops no agent.
 *
 * <p>The topic holds the versions of all policies, and every version of the last minute or two: half a gigabyte if updates are
 * fast. So the topic is read from a point near its end, then from earlier and earlier points, until all versions that are kept are
 * found.
 */
public final class KafkaPolicySource implements PolicySource, AutoCloseable {

    /** Close timeout. The consumer has no group to leave, and a broker that does not answer is not waited for. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);

    /** A larger record is still fetched, in a response of its own. */
    private static final int FETCH_BYTES = 1 << 20;

    /** The factor by which each stretch is longer than the one before. */
    private static final int GROWTH = 4;

    private final RecentPolicies recent;
    private final TrainingSpec spec;
    private final InspectedRecords records;
    private final long firstStretch;
    private final long since;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean closed;

    /**
     * Connects and starts the thread.
     *
     * @param client client properties; at least {@code bootstrap.servers}
     * @param spec the training; records that cannot be a version of it are ignored
     * @param since time before which nothing of the policy was written, in milliseconds by the broker's clock; 0 if unknown
     * @param rejections receives the records that are ignored
     */
    public KafkaPolicySource(
            Map<String, Object> client,
            String topic,
            TrainingSpec spec,
            long since,
            InspectedRecords.Rejections rejections) {
        this.spec = spec;
        this.since = since;
        records = new InspectedRecords(rejections);
        recent = new RecentPolicies(spec.policyId(), spec.rollouts().lag());
        firstStretch = 2 * (spec.rollouts().lag() + 2L);
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
        } catch (RuntimeException e) {
            consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
            throw e;
        }
        thread = new Thread(this::follow, "policies-" + spec.policyId());
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Waits first until all records are read that existed at the start. Before that, an old record could be taken for the current
     * version of the learner.
     */
    @Override
    public Optional<PolicyUpdate> awaitVersion(long version) throws InterruptedException {
        caughtUp.await();
        return recent.awaitVersion(version);
    }

    /** The current version of the learner, after all records are read that existed at the start; −1 if there is none. */
    public long newestVersion() {
        try {
            caughtUp.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return recent.position();
    }

    /**
     * The current version of the learner of the policy.
     *
     * @param watch called every second while the learner is waited for; an exception from it ends the wait
     */
    public LearnerPosition position(Runnable watch) {
        return new LearnerPosition() {
            @Override
            public long version() {
                return newestVersion();
            }

            @Override
            public long next() throws InterruptedException {
                OptionalLong next = OptionalLong.empty();
                while (next.isEmpty()) {
                    watch.run();
                    next = recent.awaitNext(WATCH_INTERVAL);
                }
                return next.getAsLong();
            }
        };
    }

    /** Whether the training has ended, as one of the statuses states and {@code end} confirms. */
    public boolean isOver(SaidEnds said, EndOfTraining end) {
        return recent.isOver(said, end);
    }

    @Override
    public void close() {
        closed = true;
        recent.close();
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        try {
            readBackward();
            caughtUp.countDown();
            while (!closed) {
                read();
            }
        } catch (WakeupException e) {
            recent.close();
        } catch (RuntimeException | Error e) {
            // After any failure, agents must not wait forever.
            recent.fail(e);
        } finally {
            caughtUp.countDown();
            consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        }
    }

    /**
     * Reads ever longer stretches before the end of the topic. Each stretch includes the one before; all together are a third
     * longer than the longest.
     */
    private void readBackward() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> floors = floors(ends);
        boolean whole = false;
        for (long stretch = firstStretch; !whole && !recent.isComplete() && !closed; stretch *= GROWTH) {
            whole = true;
            recent.forget();
            for (TopicPartition partition : partitions) {
                long floor = floors.getOrDefault(partition, 0L);
                long from = Math.max(floor, ends.getOrDefault(partition, 0L) - stretch);
                whole &= from == floor;
                consumer.seek(partition, from);
            }
            while (!closed
                    && partitions.stream()
                            .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                read();
            }
        }
    }

    /** The first offset of each partition that may hold a record of the policy. */
    private Map<TopicPartition, Long> floors(Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> floors = new HashMap<>(consumer.beginningOffsets(partitions));
        if (since > 0) {
            Map<TopicPartition, Long> times = new HashMap<>();
            partitions.forEach(partition -> times.put(partition, since));
            consumer.offsetsForTimes(times)
                    .forEach((partition, first) ->
                            floors.put(partition, first == null ? ends.getOrDefault(partition, 0L) : first.offset()));
        }
        return floors;
    }

    private void read() {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
            if (InspectedRecords.key(record).startsWith(Keys.prefix(spec.policyId()))) {
                records.read(record, Codecs.POLICY_UPDATE, (key, update) -> PolicyInspection.fault(spec, key, update))
                        .ifPresent(update -> recent.offer(update, record.timestamp()));
            }
        }
    }
}
