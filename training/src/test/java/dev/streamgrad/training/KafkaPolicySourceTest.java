package dev.streamgrad.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.actor.kafka.KafkaPolicySource;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.kafka.Topics;
import dev.streamgrad.training.embedded.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far back a policy source reads the topic of all policies, on a real broker. */
final class KafkaPolicySourceTest {

    private static final int LAG = 1;
    private static final String TOPIC = TopicNames.DEFAULT.policies();

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;
    private static Map<String, Object> client;
    private static KafkaProducer<byte[], byte[]> producer;

    private final List<String> rejected = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(directory, OptionalInt.empty());
        client = kafka.access().client();
        new Topics(kafka.access(), TopicNames.DEFAULT).ensure(1, Optional.empty());
        producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        kafka.close();
    }

    @Test
    void startsWithTheVersionsThatTheTopicAlreadyHas() throws Exception {
        List<PolicyUpdate> versions = versions("earlier");
        send(Keys.policy("earlier", 0, LAG), null);
        versions.forEach(this::send);
        producer.flush();
        try (KafkaPolicySource source = source("earlier", 0)) {
            PolicyUpdate last = versions.get(versions.size() - 1);
            assertThat(source.awaitVersion(last.version()).orElseThrow().hash()).isEqualTo(last.hash());
        }
    }

    /** An unreadable record would be reported as rejected; none is reported, so it was not read. */
    @Test
    void readsNoFurtherBackThanNecessary() throws Exception {
        byte[] unreadable = {1, 2, 3};
        send(Keys.policy("backward", 0, LAG), unreadable);
        List<PolicyUpdate> others = versions("others");
        for (int i = 0; i < 20; i++) {
            others.forEach(this::send);
        }
        List<PolicyUpdate> versions = versions("backward").subList(1, 4);
        versions.forEach(this::send);
        others.forEach(this::send);
        producer.flush();
        try (KafkaPolicySource source = source("backward", 0)) {
            assertThat(source.newestVersion()).isEqualTo(3);
            for (PolicyUpdate version : versions) {
                assertThat(source.awaitVersion(version.version()).orElseThrow().hash())
                        .isEqualTo(version.hash());
            }
        }
        assertThat(rejected).isEmpty();
    }

    @Test
    void readsNothingOlderThanItsPolicy() throws Exception {
        send(Keys.policy("young", 0, LAG), new byte[] {1, 2, 3});
        producer.flush();
        long later = newestTime() + 1;
        try (KafkaPolicySource source = source("young", later)) {
            assertThat(source.newestVersion()).isEqualTo(-1);
        }
        assertThat(rejected).isEmpty();
        try (KafkaPolicySource source = source("young", 0)) {
            assertThat(source.newestVersion()).isEqualTo(-1);
        }
        assertThat(rejected).singleElement().asString().startsWith("It cannot be read: ");
    }

    private KafkaPolicySource source(String policyId, long since) {
        return new KafkaPolicySource(client, TOPIC, spec(policyId), since, (record, reason) -> rejected.add(reason));
    }

    private void send(PolicyUpdate version) {
        String key = Keys.policy(version.policyId(), version.version(), version.lag());
        send(key, Codecs.POLICY_UPDATE.encode(version));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // flushed later
    private void send(String key, byte @Nullable [] value) {
        producer.send(new ProducerRecord<>(TOPIC, key.getBytes(StandardCharsets.UTF_8), value));
    }

    /** The newest timestamp in the topic, by the broker's clock. */
    private static long newestTime() throws Exception {
        try (Admin admin = Admin.create(client)) {
            TopicPartition partition = new TopicPartition(TOPIC, 0);
            return admin.listOffsets(Map.of(partition, OffsetSpec.maxTimestamp()))
                    .partitionResult(partition)
                    .get()
                    .timestamp();
        }
    }

    /** The versions that agents act with: all but the last. */
    private static List<PolicyUpdate> versions(String policyId) {
        return Runs.serial(spec(policyId)).policies.values().stream()
                .filter(policy -> !policy.last())
                .toList();
    }

    private static TrainingSpec spec(String policyId) {
        return Runs.spec("policyId=" + policyId, "rollouts.lag=" + LAG, "budget.totalSteps=256");
    }
}
