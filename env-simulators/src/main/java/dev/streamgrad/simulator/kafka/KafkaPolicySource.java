package dev.streamgrad.simulator.kafka;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.codec.MalformedRecordException;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.simulator.acting.PolicySource;
import dev.streamgrad.simulator.acting.RecentPolicies;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Follows the policies topic in a thread of its own and hands the newest versions of one policy to those who wait for them. */
public final class KafkaPolicySource implements PolicySource, AutoCloseable {

    /** A consumer without a group has nobody to take leave of; a broker that is away is not waited for. */
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final RecentPolicies recent;
    private final String prefix;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * Connects, and begins to follow.
     *
     * @param client client properties; {@code bootstrap.servers} at least
     * @param lag how many versions the acting policy trails
     */
    public KafkaPolicySource(Map<String, Object> client, String topic, String policyId, int lag) {
        recent = new RecentPolicies(policyId, lag);
        prefix = Keys.agent(policyId, 0).substring(0, policyId.length() + 1);
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, TrainingSpec.LARGEST_RECORD);
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread = new Thread(this::follow, "policies-" + policyId);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public Optional<PolicyUpdate> awaitVersion(long version) throws InterruptedException {
        return recent.awaitVersion(version);
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
            while (!closed) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    if (record.value() != null
                            && record.key() != null
                            && new String(record.key(), StandardCharsets.UTF_8).startsWith(prefix)) {
                        recent.offer(Codecs.POLICY_UPDATE.decode(record.value()));
                    }
                }
            }
        } catch (WakeupException e) {
            recent.close();
        } catch (MalformedRecordException | RuntimeException | Error e) {
            // Whatever it is, agents must not wait for ever.
            recent.fail(e);
        } finally {
            consumer.close(CloseOptions.timeout(FAREWELL));
        }
    }
}
