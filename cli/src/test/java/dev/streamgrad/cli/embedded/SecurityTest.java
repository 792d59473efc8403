package dev.streamgrad.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.contract.kafka.KafkaAccess;
import dev.streamgrad.contract.kafka.KafkaRefusedException;
import dev.streamgrad.contract.kafka.Topics;
import dev.streamgrad.contract.topic.TopicNames;
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

/** What a broker with TLS, passwords and ACLs refuses, and what is said of it. */
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
    void aWrongPasswordIsSaidToBeOne() {
        refused(kafka.properties("command", "guessed", "trusted.p12"))
                .hasMessageContaining("refuses the credentials of user command")
                .hasMessageContaining("sasl.jaas.config");
    }

    @Test
    void anUntrustedCertificateIsSaidToBeOne() {
        refused(kafka.properties("command", "command-password", "stranger.p12"))
                .hasMessageContaining("No TLS connection to Kafka")
                .hasMessageContaining("ssl.truststore.location");
    }

    @Test
    void aClientWithoutTlsIsToldToLookAtItsProtocol() {
        KafkaAccess plain = KafkaAccess.of(Optional.of(kafka.access("command").bootstrapServers()), Optional.empty())
                .with(Duration.ofSeconds(3));
        assertThatThrownBy(plain::check)
                .isInstanceOf(KafkaRefusedException.class)
                .hasMessageContaining("by PLAINTEXT")
                .hasMessageContaining("security.protocol");
    }

    @Test
    void aMissingAclIsNamed() {
        assertThatThrownBy(() -> new Topics(kafka.access("guest"), new TopicNames("other")).ensure(1, Optional.empty()))
                .isInstanceOf(KafkaRefusedException.class)
                .hasMessageContaining("does not let user guest use")
                .hasMessageContaining("other.transitions")
                .hasMessageContaining("the ACL is missing");
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(Path properties) {
        return assertThatThrownBy(KafkaAccess.of(Optional.empty(), Optional.of(properties))::check)
                .isInstanceOf(KafkaRefusedException.class);
    }
}
