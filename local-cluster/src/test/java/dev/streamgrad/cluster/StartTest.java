package dev.streamgrad.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.kafka.Patience;
import dev.streamgrad.process.FailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Error messages of a failed start, and its cleanup: only the logs remain. */
final class StartTest {

    @TempDir
    private Path parent = Path.of("");

    private Path directory() {
        return parent.resolve("cluster");
    }

    @Test
    void quotesTheLogOfASupervisorThatEndsAndKeepsOnlyTheLog() throws Exception {
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
    void reportsContainersThatAreNotReadyInTime() throws Exception {
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
            assertThat(other.waitFor())
                    .as("ends the process that the supervisor left")
                    .isNotZero();
        } finally {
            other.destroyForcibly();
        }
    }
}
