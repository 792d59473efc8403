package dev.streamgrad.training.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.kafka.KafkaAccess;
import dev.streamgrad.kafka.KafkaAccessException;
import dev.streamgrad.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a broker with TLS, passwords and ACLs rejects, and the messages about it. */
final class SecurityTest {

    @TempDir
    private static Path directory;

    private static SecuredKafka kafka;

    @BeforeAll
    static void start() throws Exception {
        kafka = new SecuredKafka(directory, "command", "guest");
        kafka.allow(
                "command",
                ResourceType.TOPIC,
                "streamgrad.",
                PatternType.PREFIXED,
                AclOperation.CREATE,
                AclOperation.DESCRIBE,
                AclOperation.DESCRIBE_CONFIGS);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void onePropertiesFileIsEnough() {
        kafka.access("command").check();
        Topics topics = new Topics(kafka.access("command"), TopicNames.DEFAULT);
        topics.ensure(3, Optional.empty());
        topics.ensure(3, Optional.empty());
        assertThat(topics.transitionPartitions()).isEqualTo(3);
    }

    @Test
    void reportsAWrongPassword() {
        rejected(kafka.properties("command", "guessed", "trusted.p12"))
                .hasMessageContaining("rejects the credentials of user command")
                .hasMessageContaining("sasl.jaas.config");
    }

    @Test
    void reportsAnUntrustedCertificate() {
        rejected(kafka.properties("command", "command-password", "stranger.p12"))
                .hasMessageContaining("No TLS connection to Kafka")
                .hasMessageContaining("ssl.truststore.location");
    }

    @Test
    void advisesAClientWithoutTlsToCheckItsProtocol() {
        KafkaAccess plain = KafkaAccess.of(Optional.of(kafka.access("command").bootstrapServers()), Optional.empty())
                .with(Duration.ofSeconds(3));
        assertThatThrownBy(plain::check)
                .isInstanceOf(KafkaAccessException.class)
                .hasMessageContaining("with PLAINTEXT")
                .hasMessageContaining("security.protocol");
    }

    @Test
    void reportsAMissingAcl() {
        assertThatThrownBy(() -> new Topics(kafka.access("guest"), new TopicNames("other")).ensure(1, Optional.empty()))
                .isInstanceOf(KafkaAccessException.class)
                .hasMessageContaining("does not allow user guest to use")
                .hasMessageContaining("other.transitions")
                .hasMessageContaining("an ACL is missing");
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> rejected(Path properties) {
        return assertThatThrownBy(KafkaAccess.of(Optional.empty(), Optional.of(properties))::check)
                .isInstanceOf(KafkaAccessException.class);
    }
}
