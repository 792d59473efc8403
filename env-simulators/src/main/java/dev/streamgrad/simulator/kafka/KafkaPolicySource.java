package dev.streamgrad.simulator.kafka;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.inspection.EndOfTraining;
import dev.streamgrad.contract.inspection.PolicyInspection;
import dev.streamgrad.contract.inspection.SaidEnds;
import dev.streamgrad.contract.kafka.InspectedRecords;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.simulator.acting.LearnerPosition;
import dev.streamgrad.simulator.acting.PolicySource;
import dev.streamgrad.simulator.acting.RecentPolicies;
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
 * Follows the policies topic in a thread of its own and hands the newest versions of one policy to those who wait for them.
 *
 * <p>What cannot be a version of the policy is passed over, and what does not descend from the others is held apart: a record that somebody
 * forged stops nobody.
 *
 * <p>The topic holds the versions of all policies, and for a minute or two every version there was: half a gigabyte where updates are
 * quick. So it is looked at from its end backward, in ever longer stretches, until the versions that are kept were found.
 */
public final class KafkaPolicySource implements PolicySource, AutoCloseable {

    /** A consumer without a group has nobody to take leave of; a broker that is away is not waited for. */
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private static final Duration LOOK_OUT = Duration.ofSeconds(1);

    /** A larger record comes all the same, by itself. */
    private static final int FETCH_BYTES = 1 << 20;

    /** By how much each stretch is longer than the one before. */
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
     * Connects, and begins to follow.
     *
     * @param client client properties; {@code bootstrap.servers} at least
     * @param spec the training; a record that cannot be a version of it is passed over
     * @param since nothing of the policy is older, in milliseconds by the broker's clock; 0 if that is not known
     * @param refusals hears of what is passed over
     */
    public KafkaPolicySource(
            Map<String, Object> client,
            String topic,
            TrainingSpec spec,
            long since,
            InspectedRecords.Refusals refusals) {
        this.spec = spec;
        this.since = since;
        records = new InspectedRecords(refusals);
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
            consumer.close(CloseOptions.timeout(FAREWELL));
            throw e;
        }
        thread = new Thread(this::follow, "policies-" + spec.policyId());
        thread.setDaemon(true);
        thread.start();
    }

    /** Judged by all that was there when this began: on the way there the learner seems to stand where it stood once. */
    @Override
    public Optional<PolicyUpdate> awaitVersion(long version) throws InterruptedException {
        caughtUp.await();
        return recent.awaitVersion(version);
    }

    /** The version where the learner stands, once all is read that was there when this began; −1 if there is none. */
    public long newestVersion() {
        try {
            caughtUp.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return recent.position();
    }

    /**
     * Where the learner of the policy stands.
     *
     * @param watch called every second while the learner is waited for; what it throws ends the wait
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
                    next = recent.awaitNext(LOOK_OUT);
                }
                return next.getAsLong();
            }
        };
    }

    /** Whether the training is over, as some status says. */
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
            lookBack();
            caughtUp.countDown();
            while (!closed) {
                read();
            }
        } catch (WakeupException e) {
            recent.close();
        } catch (RuntimeException | Error e) {
            // Whatever it is, agents must not wait for ever.
            recent.fail(e);
        } finally {
            caughtUp.countDown();
            consumer.close(CloseOptions.timeout(FAREWELL));
        }
    }

    /** A stretch is read again with the one before it: together they are a third more than the longest. */
    private void lookBack() {
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

    /** Where each partition may begin to tell of the policy. */
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
