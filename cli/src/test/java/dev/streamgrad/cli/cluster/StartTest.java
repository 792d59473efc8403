package dev.streamgrad.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.cli.Said;
import dev.streamgrad.cli.usage.FailedException;
import dev.streamgrad.contract.kafka.Patience;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start says that cannot work, and what it leaves behind: nothing, or its logs. */
final class StartTest {

    @TempDir
    private Path parent = Path.of("");

    private Path directory() {
        return parent.resolve("cluster");
    }

    @Test
    void aPortOfTheClustersOwnIsRefusedBeforeAnythingIsThere() {
        Said said = start("--kafka-port", "19092");
        assertThat(said.text()).contains("Port 19092 is what kafka uses among the cluster's own processes");
        assertThat(said.status()).isEqualTo(2);
        assertThat(directory()).doesNotExist();
    }

    @Test
    void portsInUseAreNamedTogetherWithWhatUsesThem() throws Exception {
        try (ServerSocket kafka = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket inner = new ServerSocket(19092, 1, InetAddress.getByName("127.0.213.1"))) {
            Said said = start("--kafka-port", Integer.toString(kafka.getLocalPort()));
            assertThat(said.text())
                    .contains(
                            "Port " + kafka.getLocalPort() + " of 127.0.0.1, where kafka-1 is to listen, cannot be had")
                    .contains("another port with --kafka-port")
                    .contains("Port " + inner.getLocalPort()
                            + " of 127.0.213.1, where kafka-1 is to listen for the cluster's own processes")
                    .contains("other addresses with --network")
                    .contains("process " + ProcessHandle.current().pid() + " (");
            assertThat(said.status()).isEqualTo(2);
        }
        assertThat(directory()).doesNotExist();
    }

    @Test
    void aSupervisorThatEndsIsQuotedAndLeavesItsLogAlone() throws Exception {
        List<String> told = new ArrayList<>();
        Start start = new Start(directory(), new Patience(Duration.ofSeconds(60), told::add));
        String script = "mkdir -p $0/kafka-1 && echo x > $0/kafka-1/server.properties && echo 'no disk'; exit 3";
        assertThatThrownBy(
                        () -> start.run(List.of("sh", "-c", script, directory().toString())))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("ended with status 3")
                .hasMessageContaining("no disk");
        start.abandon(true);
        try (Stream<Path> left = Files.walk(directory()).filter(Files::isRegularFile)) {
            assertThat(left).containsExactly(directory().resolve("supervisor.log"));
        }
    }

    @Test
    void whatIsMissingIsNamedWhenThePatienceIsOver() throws Exception {
        Process other = new ProcessBuilder("sleep", "600").start();
        try {
            ContainerState job = new ContainerState(
                            "jobmanager-1", "", ContainerState.State.WAITING, 0, 0, 0, "its.log", "")
                    .with(other.toHandle(), 0)
                    .without("the job is RUNNING and 0 of its 4 tasks run");
            Files.createDirectories(directory());
            new ClusterState("127.0.0.1:1", job, List.of(job)).write(directory());
            Start start = new Start(directory(), new Patience(Duration.ZERO, said -> {}));
            assertThatThrownBy(() -> start.run(List.of("sleep", "600")))
                    .isInstanceOf(FailedException.class)
                    .hasMessageContaining("jobmanager-1 is starting: the job is RUNNING and 0 of its 4 tasks run");
            start.abandon(true);
            assertThat(other.waitFor()).as("what the supervisor left is ended").isNotZero();
        } finally {
            other.destroyForcibly();
        }
    }

    private Said start(String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "cluster",
                "start",
                "--network",
                "127.0.213",
                "--dir",
                directory().toString()));
        arguments.addAll(List.of(options));
        return Said.of(arguments.toArray(String[]::new));
    }
}
