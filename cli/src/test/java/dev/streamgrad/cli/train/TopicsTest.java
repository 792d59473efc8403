package dev.streamgrad.cli.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.cli.embedded.EmbeddedKafka;
import dev.streamgrad.contract.kafka.KafkaAccess;
import dev.streamgrad.contract.kafka.KafkaRefusedException;
import dev.streamgrad.contract.kafka.Topics;
import dev.streamgrad.contract.topic.TopicNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topics on a real broker, and what is said of a Kafka that cannot be used. */
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
    void areCreatedOnceAndFoundAsTheyWereMade() {
        Topics topics = new Topics(kafka.access(), new TopicNames("once"));
        topics.ensure(5, Optional.of((short) 1));
        topics.ensure(3, Optional.of((short) 1)); // the partitions of a topic that is there are for ever
        assertThat(topics.transitionPartitions()).isEqualTo(5);
    }

    @Test
    void ofOtherSettingsAreRefusedEachByName() throws Exception {
        try (Admin admin = Admin.create(kafka.access().client())) {
            admin.createTopics(List.of(
                            new NewTopic("wrong.transitions", 2, (short) 1)
                                    .configs(Map.of("cleanup.policy", "compact")),
                            new NewTopic("wrong.policies", 1, (short) 1).configs(Map.of("max.message.bytes", "1000"))))
                    .all()
                    .get();
        }
        assertThatThrownBy(() -> new Topics(kafka.access(), new TopicNames("wrong")).ensure(2, Optional.empty()))
                .isInstanceOf(KafkaRefusedException.class)
                .hasMessageContaining(
                        "Topic wrong.transitions has cleanup.policy=compact, but the contract asks for delete")
                .hasMessageContaining(
                        "Topic wrong.policies has cleanup.policy=delete, but the contract asks for compact")
                .hasMessageContaining("Topic wrong.policies has max.message.bytes=1000");
    }

    @Test
    void aKafkaThatDoesNotAnswerIsNamed() {
        KafkaAccess nobody =
                KafkaAccess.of(Optional.of("127.0.0.1:1"), Optional.empty()).with(Duration.ofSeconds(1));
        assertThatThrownBy(nobody::check)
                .isInstanceOf(KafkaRefusedException.class)
                .hasMessageContaining("No Kafka answers at 127.0.0.1:1 by PLAINTEXT");
        kafka.access().check();
    }

    @Test
    void propertiesThatAreNotThereOrDoNotHoldAreNamed() throws Exception {
        Path missing = directory.resolve("missing.properties");
        assertThatThrownBy(() -> KafkaAccess.of(Optional.empty(), Optional.of(missing)))
                .hasMessageContaining("The client properties " + missing + " cannot be read");
        Path empty = Files.writeString(directory.resolve("empty.properties"), "client.id=test\n");
        assertThatThrownBy(() -> KafkaAccess.of(Optional.empty(), Optional.of(empty)))
                .hasMessageContaining("No Kafka is named");
        Path wrong = Files.writeString(
                directory.resolve("wrong.properties"), "bootstrap.servers=127.0.0.1:1\nsecurity.protocol=TELEPATHY\n");
        assertThatThrownBy(KafkaAccess.of(Optional.empty(), Optional.of(wrong))::check)
                .hasMessageContaining("security.protocol");
    }
}
