package dev.streamgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.kafka.SpecTopic;
import dev.streamgrad.training.embedded.EmbeddedKafka;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands whose Kafka is not running, or not running yet. */
final class AbsentKafkaTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void reportsThatKafkaDoesNotAnswerAndAllowsAnotherAttempt() {
        String run = directory.resolve("run").toString();
        for (int attempt = 0; attempt < 2; attempt++) {
            Said said = Said.of("submit", "--bootstrap-servers", "127.0.0.1:1", "--patience", "3", "--run-dir", run);
            assertThat(said.text())
                    .containsPattern("Waiting for Kafka at 127.0.0.1:1: \\d s so far, at most 3 s \\(--patience\\)\\.")
                    .contains("No Kafka answers at 127.0.0.1:1")
                    .doesNotContain("Exception");
            assertThat(said.status()).isEqualTo(1);
        }
    }

    @Test
    void waitsForKafkaToStart() throws Exception {
        Path output = directory.resolve("output.txt");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process process =
                CommandProcess.start(output, "submit", "--bootstrap-servers", "127.0.0.1:" + port, "--detach");
        try {
            while (!Files.readString(output).contains("Waiting for Kafka at 127.0.0.1:" + port)) {
                assertThat(process.waitFor(20, TimeUnit.MILLISECONDS))
                        .as(Files.readString(output))
                        .isFalse();
            }
            try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), OptionalInt.of(port))) {
                process.waitFor();
                assertThat(output).content().contains("\"policyId\":\"cartpole-v1-ppo-1\"");
                assertThat(new SpecTopic(kafka.access(), TopicNames.DEFAULT)
                                .read()
                                .inEffect())
                        .hasSize(1);
            }
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void reviseReportsThatItWaitsForKafka() {
        Said said = Said.of(
                "revise",
                "--bootstrap-servers",
                "127.0.0.1:1",
                "--patience",
                "3",
                "--policy",
                "mine",
                "--total-steps",
                "64");
        assertThat(said.text())
                .containsPattern("Waiting for Kafka at 127.0.0.1:1: \\d s so far, at most 3 s \\(--patience\\)\\.")
                .contains("No Kafka answers at 127.0.0.1:1");
        assertThat(said.status()).isEqualTo(1);
    }
}
