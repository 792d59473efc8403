package dev.streamgrad.cluster.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.kafka.Patience;
import dev.streamgrad.kafka.Topics;
import dev.streamgrad.process.Awaited;
import dev.streamgrad.process.FailedException;
import dev.streamgrad.training.embedded.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real session cluster through its REST interface, and the error messages if it cannot run the job. */
final class SessionClusterTest {

    private static final int SLOTS = 4;
    private static final Duration PATIENCE = Awaited.LIMIT;
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final String PREFIX = TopicNames.DEFAULT.prefix();

    @TempDir
    private static Path shared;

    private static EmbeddedKafka kafka;
    private static Session session;
    private static SessionCluster cluster;
    private static Path jar;

    @TempDir
    private Path directory = Path.of("");

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(shared.resolve("kafka"), OptionalInt.empty());
        new Topics(kafka.access(), TopicNames.DEFAULT).ensure(1, Optional.empty());
        session = new Session(shared.resolve("jars"), 1, SLOTS);
        cluster = new SessionCluster(session.address(), Session.patience(PATIENCE));
        jar = SessionJob.jar(shared);
    }

    @AfterEach
    void clear() throws Exception {
        session.clear();
    }

    @AfterAll
    static void stop() throws Exception {
        session.close();
        kafka.close();
    }

    @Test
    void runsTheJobFindsItAndDeletesItsJar() throws Exception {
        cluster.check();
        assertThat(cluster.job(PREFIX)).isEmpty();
        String job = cluster.run(request(PREFIX, Optional.of(1), Optional.empty(), Optional.empty()));
        assertThat(cluster.job(PREFIX)).contains(job);
        assertThat(session.rest(PATIENCE).get("/jars").path("files")).isEmpty();
        session.clear();
        assertThat(cluster.job(PREFIX)).isEmpty();
    }

    @Test
    void keepsTheEarlierOfTwoJobsThatWereStartedAtOnce() throws Exception {
        String first = cluster.run(request(PREFIX, Optional.of(1), Optional.empty(), Optional.empty()));
        String second = cluster.run(request(PREFIX, Optional.of(1), Optional.empty(), Optional.empty()));
        assertThat(cluster.keepOne(PREFIX, first)).isEqualTo(first);
        assertThat(cluster.keepOne(PREFIX, second)).isEqualTo(first);
        Awaited.until(
                "the second job is cancelled",
                () -> session.rest(PATIENCE)
                        .get("/jobs/" + second)
                        .path("state")
                        .asText()
                        .equals("CANCELED"));
        assertThat(cluster.job(PREFIX)).contains(first);
    }

    @Test
    void aJobOfAnotherPrefixIsAnotherJob() throws Exception {
        new Topics(kafka.access(), new TopicNames("apart")).ensure(1, Optional.empty());
        String job = cluster.run(request(PREFIX, Optional.of(1), Optional.empty(), Optional.empty()));
        assertThat(cluster.job("apart")).isEmpty();
        String apart = cluster.run(request("apart", Optional.of(1), Optional.empty(), Optional.empty()));
        assertThat(cluster.job("apart")).contains(apart);
        assertThat(cluster.job(PREFIX)).contains(job);
    }

    @Test
    void writesCheckpointsToTheGivenDirectoryAndRestoresFromThem() throws Exception {
        String where = directory.toUri().toString();
        cluster.run(request(PREFIX, Optional.of(1), Optional.of(where), Optional.empty()));
        Awaited.until("a checkpoint is complete", () -> newestCheckpoint().isPresent());
        session.clear();
        String from = newestCheckpoint().orElseThrow().toUri().toString();
        String job = cluster.run(request(PREFIX, Optional.of(1), Optional.of(where), Optional.of(from)));
        FlinkRest rest = session.rest(PATIENCE);
        assertThat(rest.get("/jobs/" + job + "/checkpoints")
                        .at("/latest/restored/external_path")
                        .asText())
                .isEqualTo(from.replaceAll("^file:/+", "file:/").replaceAll("/$", ""));
    }

    @Test
    void reportsOnlyTheMessageOfAFailingMainMethod() {
        assertThatThrownBy(() ->
                        cluster.run(request(SessionJob.REJECTED, Optional.of(1), Optional.empty(), Optional.empty())))
                .isInstanceOf(FailedException.class)
                .hasMessage(
                        "Flink at " + session.address() + " rejected the request: There is no job for this prefix.");
        assertThat(cluster.job(SessionJob.REJECTED)).isEmpty();
    }

    @Test
    void reportsTheRootCauseOfAFailingJobAndCancelsIt() throws Exception {
        assertThatThrownBy(() -> cluster.run(request("notopics", Optional.of(1), Optional.empty(), Optional.empty())))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("does not start: This server does not host this topic-partition.")
                .hasMessageNotContaining("\tat ");
        Awaited.until("the job is gone", () -> cluster.job("notopics").isEmpty());
    }

    @Test
    void reportsAJobWithoutEnoughSlotsAndCancelsIt() throws Exception {
        SessionCluster impatient = new SessionCluster(session.address(), Session.patience(Duration.ofSeconds(3)));
        assertThatThrownBy(() ->
                        impatient.run(request(PREFIX, Optional.of(2 * SLOTS), Optional.empty(), Optional.empty())))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining(
                        "needs more task slots than Flink at " + session.address() + " has (1 task managers, 4 slots)")
                .hasMessageContaining("lower --parallelism");
        Awaited.until("the job is gone", () -> cluster.job(PREFIX).isEmpty());
    }

    @Test
    void reportsThatItWaitsForFlink() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        URI address = URI.create("http://127.0.0.1:" + port);
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        CompletableFuture<Void> checked =
                CompletableFuture.runAsync(new SessionCluster(address, new Patience(PATIENCE, said::add))::check);
        assertThat(said.take()).startsWith("Waiting for Flink at " + address + ": ");
        HttpServer late = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        late.createContext("/config", exchange -> {
            byte[] config = ("{\"flink-version\": \"" + EnvironmentInformation.getVersion() + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, config.length);
            exchange.getResponseBody().write(config);
            exchange.close();
        });
        late.start();
        try {
            checked.get();
        } finally {
            late.stop(0);
        }
    }

    @Test
    void reportsAClusterWithoutTaskManagers() throws Exception {
        try (Session empty = new Session(directory, 0, SLOTS)) {
            SessionCluster unmanned = new SessionCluster(empty.address(), Session.patience(SHORT));
            unmanned.check();
            assertThatThrownBy(() -> unmanned.run(request(PREFIX, Optional.of(1), Optional.empty(), Optional.empty())))
                    .isInstanceOf(FailedException.class)
                    .hasMessageContaining("has no free task slot (0 task managers, 0 slots)");
        }
    }

    @Test
    void reportsAnotherVersionOfFlink() {
        assertThatThrownBy(new SessionCluster(session.address(), Session.patience(PATIENCE), "1.20.4")::check)
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("but the job was built for 1.20; run a cluster of that version");
    }

    @Test
    void reportsAServerThatDoesNotAnswerOrIsNotFlink() throws Exception {
        assertThatThrownBy(new SessionCluster(URI.create("http://127.0.0.1:1"), Session.patience(SHORT))::check)
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("Flink does not answer at http://127.0.0.1:1 (");
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            byte[] page = "<html></html>".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        other.start();
        try {
            URI address = URI.create("http://127.0.0.1:" + other.getAddress().getPort());
            assertThatThrownBy(new SessionCluster(address, Session.patience(SHORT))::check)
                    .isInstanceOf(FailedException.class)
                    .hasMessageContaining("The server at " + address + " is not Flink");
        } finally {
            other.stop(0);
        }
    }

    private static JobRequest request(
            String prefix, Optional<Integer> parallelism, Optional<String> checkpoints, Optional<String> savepoint) {
        return new JobRequest(
                jar,
                List.of("--bootstrap-servers", kafka.access().bootstrapServers(), "--topic-prefix", prefix),
                parallelism,
                checkpoints,
                savepoint);
    }

    private Optional<Path> newestCheckpoint() {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.endsWith("_metadata"))
                    .map(Path::getParent)
                    .max(Comparator.comparing(Path::toString));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
