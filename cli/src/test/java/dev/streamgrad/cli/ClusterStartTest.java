package dev.streamgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster with invalid settings is rejected before anything is written. */
final class ClusterStartTest {

    @TempDir
    private Path parent = Path.of("");

    private Path directory() {
        return parent.resolve("cluster");
    }

    @Test
    void rejectsAPortThatIsUsedInsideTheCluster() {
        Said said = start("--kafka-port", "19092");
        assertThat(said.text()).contains("Port 19092 is the port that kafka uses inside the cluster");
        assertThat(said.status()).isEqualTo(2);
        assertThat(directory()).doesNotExist();
    }

    @Test
    void reportsAllPortsInUseWithTheProcessesThatUseThem() throws Exception {
        try (ServerSocket kafka = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket inner = new ServerSocket(19092, 1, InetAddress.getByName("127.0.213.1"))) {
            Said said = start("--kafka-port", Integer.toString(kafka.getLocalPort()));
            assertThat(said.text())
                    .contains("kafka-1 cannot listen on port " + kafka.getLocalPort() + " of 127.0.0.1 (")
                    .contains("another port with --kafka-port")
                    .contains("kafka-1 cannot listen on port " + inner.getLocalPort()
                            + " of 127.0.213.1, which it uses inside the cluster (")
                    .contains("other addresses with --network")
                    .contains("process " + ProcessHandle.current().pid() + " (");
            assertThat(said.status()).isEqualTo(2);
        }
        assertThat(directory()).doesNotExist();
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
