package dev.streamgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.streamgrad.cluster.ClusterState;
import dev.streamgrad.cluster.ContainerState;
import dev.streamgrad.job.metrics.JobMetric;
import dev.streamgrad.process.Listeners;
import dev.streamgrad.simulator.metrics.SimulatorMetric;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The containers of docker-compose.yml as processes: a training in which two of them are killed ends with the serial trainer's hash. */
final class ClusterTest {

    private static final List<String> SPEC = List.of("--env", "CartPole-v1", "--seed", "3", "--total-steps", "20480");

    @TempDir
    private static Path directory;

    private static Said started;

    @BeforeAll
    static void start() throws IOException {
        started = Said.of(
                "cluster",
                "start",
                "--dir",
                cluster().toString(),
                "--patience",
                "3600", // only a hang reaches it
                "--kafka-port",
                Integer.toString(freePort()),
                "--flink-port",
                Integer.toString(freePort()),
                "--network",
                "127.0.211");
        assertThat(started.status()).as(started.text()).isZero();
    }

    @AfterAll
    static void stop() throws IOException {
        List<ContainerState> before = ClusterState.read(cluster()).orElseThrow().containers();
        Said stopped = Said.of("cluster", "stop", "--dir", cluster().toString());
        assertThat(stopped.status()).as(stopped.text()).isZero();
        assertThat(before).hasSize(7).allMatch(container -> container.process().isEmpty());
        assertThat(ClusterState.read(cluster()).orElseThrow().containers())
                .extracting(ContainerState::state)
                .containsOnly(ContainerState.State.STOPPED);
        try (Stream<Path> files = Files.walk(cluster())) { // JUnit warns of every link that it deletes
            for (Path link : (Iterable<Path>) files.filter(Files::isSymbolicLink)::iterator) {
                Files.delete(link);
            }
        }
    }

    @Test
    void restartsAKilledTaskManagerAndSimulatorAndEndsWithTheSerialTrainersHash() throws Exception {
        Path run = directory.resolve("run");
        Path said = directory.resolve("said.txt");
        Process following = CommandProcess.start(
                said,
                Stream.of(
                                List.of(
                                        "cluster",
                                        "submit",
                                        "--dir",
                                        cluster().toString(),
                                        "--run-dir",
                                        run.toString(),
                                        "--quiet"),
                                SPEC)
                        .flatMap(List::stream)
                        .toArray(String[]::new));
        for (String victim : List.of("simulator-1", "taskmanager-1")) {
            awaitRows(run.resolve("progress.csv"), victim.startsWith("s") ? 10 : 30, following);
            container(victim).process().orElseThrow().destroyForcibly();
        }
        assertThat(following.waitFor()).as(Files.readString(said)).isZero();
        Said serial = Said.of(Stream.of(
                        List.of(
                                "train",
                                "--serial",
                                "--quiet",
                                "--run-dir",
                                directory.resolve("serial").toString()),
                        SPEC)
                .flatMap(List::stream)
                .toArray(String[]::new));
        assertThat(hash(Files.readString(run.resolve("summary.json")))).isEqualTo(hash(serial.text()));
        assertThat(container("taskmanager-1").restarts()
                        + container("simulator-1").restarts())
                .isGreaterThanOrEqualTo(1);
        everyProcessListensOnLoopbackOnly();
        everyDocumentedMetricIsExported();
        theStatusShowsAllProcesses();
    }

    private static void everyProcessListensOnLoopbackOnly() {
        ClusterState state = ClusterState.read(cluster()).orElseThrow();
        Listeners.assertLoopbackOnly(state.supervisor().process().orElseThrow());
        state.containers().forEach(container -> container.process().ifPresent(Listeners::assertLoopbackOnly));
    }

    private static void everyDocumentedMetricIsExported() throws Exception {
        StringBuilder scraped = new StringBuilder();
        for (ContainerState container :
                ClusterState.read(cluster()).orElseThrow().containers()) {
            if (!container.name().startsWith("kafka")) {
                String port = container.name().startsWith("simulator") ? ":9464" : ":9249";
                scraped.append(get("http://" + container.address() + port + "/metrics"));
            }
        }
        assertThat(JobMetric.values())
                .allSatisfy(metric -> assertThat(scraped).contains("\n" + metric.prometheusName()));
        assertThat(SimulatorMetric.values())
                .allSatisfy(metric -> assertThat(scraped).contains("\n" + metric.scrapedName()));
    }

    private static void theStatusShowsAllProcesses() {
        Said status = Said.of("cluster", "status", "--dir", cluster().toString());
        assertThat(status.text()).contains("kafka-1", "jobmanager-1", "taskmanager-2", "simulator-3", "127.0.211.1");
        Said second = Said.of("cluster", "start", "--dir", cluster().toString());
        assertThat(second.status()).isEqualTo(2);
        assertThat(second.text()).contains("A cluster is already running in").contains("cluster stop");
    }

    /** The name contains characters that are special in Kafka's and Flink's lists of paths, in YAML and in class paths. */
    private static Path cluster() {
        return directory.resolve("my: cluster, 50%20 #1");
    }

    private static ContainerState container(String name) {
        return ClusterState.read(cluster()).orElseThrow().containers().stream()
                .filter(container -> container.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitRows(Path table, int rows, Process following) throws Exception {
        while (following.isAlive()
                && (!Files.exists(table) || Files.readAllLines(table).size() <= rows)) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(following.isAlive()).as("the training is still running").isTrue();
    }

    private static String hash(String summary) throws IOException {
        String[] lines = summary.strip().split("\n", -1);
        JsonNode read = new JsonMapper().readTree(lines[lines.length - 1]);
        return read.get("parameterHash").asText();
    }

    private static String get(String address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
