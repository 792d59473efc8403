package dev.streamgrad.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.kafka.KafkaAccess;
import dev.streamgrad.kafka.KafkaAccessException;
import dev.streamgrad.kafka.Topics;
import dev.streamgrad.process.Awaited;
import dev.streamgrad.training.embedded.EmbeddedKafka;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A simulator service whose Kafka starts late, has no topics at first, and restarts; and one that Kafka rejects. */
final class SimulatorPatienceTest {

    private static final TrainingSpec SPEC = Runs.spec("policyId=patient");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void waitsForKafkaAndItsTopicsSkipsBrokenRecordsAndContinuesAfterARestart() throws Exception {
        List<PolicyUpdate> versions = List.copyOf(Runs.serial(SPEC).policies.values());
        int port = freePort();
        KafkaAccess access = KafkaAccess.of(Optional.of("127.0.0.1:" + port), Optional.empty());
        try (RunningService service = new RunningService(access, false)) {
            try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, OptionalInt.of(port))) {
                awaitHealth(service, "waiting for Kafka: missing topics streamgrad.agents, ");
                new Topics(kafka.access(), Rig.NAMES).ensure(3, Optional.empty());
                awaitHealth(service, "acting 0 agents of 0 policies");
                send(access, Rig.NAMES.trainingSpecs(), "broken/0", new byte[] {1, 2, 3});
                send(access, Rig.NAMES.status(), "broken", new byte[] {1, 2, 3});
                send(
                        access,
                        Rig.NAMES.trainingSpecs(),
                        Keys.trainingSpec("patient", 0),
                        Codecs.TRAINING_SPEC.encode(SPEC));
                publish(access, versions.get(0));
                awaitRollouts(service, 1);
            }
            try (EmbeddedKafka again = EmbeddedKafka.start(directory, OptionalInt.of(port))) {
                publish(access, versions.get(1));
                awaitRollouts(service, 2);
                Awaited.until(
                        "both rollouts are in the log",
                        () -> rows(again) == 2 * SPEC.rollouts().batch());
                assertThat(service.get("/-/healthy").statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void failsWithTheCauseIfWaitingWouldNotHelp() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, OptionalInt.empty())) {
            KafkaAccess withCredentials = new KafkaAccess(Map.of(
                    KafkaAccess.BOOTSTRAP_SERVERS,
                    kafka.access().bootstrapServers(),
                    "security.protocol",
                    "SASL_PLAINTEXT",
                    "sasl.mechanism",
                    "PLAIN",
                    "sasl.jaas.config",
                    "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a\" password=\"b\";"));
            try (RunningService service = new RunningService(withCredentials, false)) {
                assertThatThrownBy(service::awaitEnd)
                        .hasRootCauseInstanceOf(AuthenticationException.class)
                        .cause()
                        .isInstanceOf(KafkaAccessException.class)
                        .hasMessageContaining("Kafka at 127.0.0.1");
            }
        }
    }

    private static void awaitHealth(RunningService service, String text) throws Exception {
        Awaited.until(text, () -> service.get("/-/healthy").body().contains(text));
    }

    private static void awaitRollouts(RunningService service, int rollouts) throws Exception {
        double steps = rollouts * SPEC.rollouts().batch();
        Awaited.until(
                steps + " transitions",
                () -> service.scrape().getOrDefault("streamgrad_simulator_transitions_total{policy=\"patient\"}", 0.0)
                        == steps);
    }

    private static long rows(EmbeddedKafka kafka) {
        return Rig.all(kafka, Rig.NAMES.transitions()).stream()
                .map(record -> decode(record.value()))
                .mapToLong(TransitionBlock::rows)
                .sum();
    }

    private static TransitionBlock decode(byte[] value) {
        try {
            return Codecs.TRANSITION_BLOCK.decode(value);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void publish(KafkaAccess access, PolicyUpdate version) throws Exception {
        send(
                access,
                Rig.NAMES.policies(),
                Keys.policy(version.policyId(), version.version(), version.lag()),
                Codecs.POLICY_UPDATE.encode(version));
    }

    private static void send(KafkaAccess access, String topic, String key, byte[] value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(access.client(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
