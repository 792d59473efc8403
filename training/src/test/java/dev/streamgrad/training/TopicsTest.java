package dev.streamgrad.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.kafka.KafkaAccess;
import dev.streamgrad.kafka.KafkaAccessException;
import dev.streamgrad.kafka.TopicLimits;
import dev.streamgrad.kafka.Topics;
import dev.streamgrad.training.embedded.EmbeddedKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topics on a real broker, and the messages about a Kafka that cannot be used. */
final class TopicsTest {

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), OptionalInt.empty());
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void areCreatedOnceAndThenLeftUnchanged() {
        Topics topics = new Topics(kafka.access(), new TopicNames("once"));
        topics.ensure(5, Optional.of((short) 1));
        topics.ensure(3, Optional.of((short) 1)); // no effect: the partitions of an existing topic are permanent
        assertThat(topics.transitionPartitions()).isEqualTo(5);
    }

    @Test
    void haveTheRequestedRetention() throws Exception {
        TopicNames names = new TopicNames("limited");
        new Topics(kafka.access(), names)
                .ensure(2, Optional.empty(), new TopicLimits(700L << 20, TopicLimits.ALL, 90L << 20));
        assertThat(setting(names.transitions(), "retention.bytes")).isEqualTo("734003200");
        assertThat(setting(names.metrics(), "retention.bytes")).isEqualTo("-1");
        assertThat(setting(names.deadLetters(), "retention.bytes")).isEqualTo("94371840");
        assertThat(setting(names.transitions(), "retention.ms"))
                .as("an outage of any length deletes nothing")
                .isEqualTo("-1");
    }

    @Test
    void acceptTheLargestSnapshotAlsoIfAnEarlierReleaseCreatedThem() throws Exception {
        TopicNames names = new TopicNames("early");
        try (Admin admin = Admin.create(kafka.access().client())) {
            admin.createTopics(List.of(new NewTopic(names.snapshots(), 1, (short) 1)
                            .configs(Map.of(
                                    "cleanup.policy",
                                    "compact",
                                    "message.timestamp.type",
                                    "LogAppendTime",
                                    "max.message.bytes",
                                    Integer.toString(TrainingSpec.LARGEST_RECORD),
                                    "segment.bytes",
                                    Integer.toString(16 << 20)))))
                    .all()
                    .get();
            while (!admin.listTopics().names().get().contains(names.snapshots())) {
                Thread.onSpinWait(); // the broker learns of the topic a moment after the controller
            }
        }
        new Topics(kafka.access(), names).ensure(2, Optional.empty());
        send(names.snapshots(), new byte[TrainingSpec.LARGEST_RECORD - (1 << 20)]);
    }

    private static void send(String topic, byte[] value) throws Exception {
        Map<String, Object> settings = kafka.access().client();
        settings.put("max.request.size", TrainingSpec.LARGEST_RECORD);
        settings.put("buffer.memory", 2 * TrainingSpec.LARGEST_RECORD);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, new byte[] {1}, value)).get();
        }
    }

    private static String setting(String topic, String name) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = Admin.create(kafka.access().client())) {
            Config settings =
                    admin.describeConfigs(List.of(resource)).all().get().get(resource);
            return Objects.requireNonNull(settings).get(name).value();
        }
    }

    @Test
    void areRejectedByNameIfTheirSettingsDiffer() throws Exception {
        try (Admin admin = Admin.create(kafka.access().client())) {
            admin.createTopics(List.of(
                            new NewTopic("wrong.transitions", 2, (short) 1)
                                    .configs(Map.of("cleanup.policy", "compact")),
                            new NewTopic("wrong.policies", 1, (short) 1).configs(Map.of("max.message.bytes", "1000"))))
                    .all()
                    .get();
        }
        assertThatThrownBy(() -> new Topics(kafka.access(), new TopicNames("wrong")).ensure(2, Optional.empty()))
                .isInstanceOf(KafkaAccessException.class)
                .hasMessageContaining(
                        "Topic wrong.transitions has cleanup.policy=compact, but the contract requires delete")
                .hasMessageContaining(
                        "Topic wrong.policies has cleanup.policy=delete, but the contract requires compact")
                .hasMessageContaining("Topic wrong.policies has max.message.bytes=1000");
    }

    @Test
    void reportsAKafkaThatDoesNotAnswer() {
        KafkaAccess nobody =
                KafkaAccess.of(Optional.of("127.0.0.1:1"), Optional.empty()).with(Duration.ofSeconds(1));
        assertThatThrownBy(nobody::check)
                .isInstanceOf(KafkaAccessException.class)
                .hasMessageContaining("No Kafka answers at 127.0.0.1:1 with PLAINTEXT");
        kafka.access().check();
    }

    @Test
    void reportsMissingAndInvalidClientProperties() throws Exception {
        Path missing = directory.resolve("missing.properties");
        assertThatThrownBy(() -> KafkaAccess.of(Optional.empty(), Optional.of(missing)))
                .hasMessageContaining("The client properties " + missing + " cannot be read");
        Path empty = Files.writeString(directory.resolve("empty.properties"), "client.id=test\n");
        assertThatThrownBy(() -> KafkaAccess.of(Optional.empty(), Optional.of(empty)))
                .hasMessageContaining("No Kafka cluster is given");
        Path wrong = Files.writeString(
                directory.resolve("wrong.properties"), "bootstrap.servers=127.0.0.1:1\nsecurity.protocol=TELEPATHY\n");
        assertThatThrownBy(KafkaAccess.of(Optional.empty(), Optional.of(wrong))::check)
                .hasMessageContaining("security.protocol");
    }
}
