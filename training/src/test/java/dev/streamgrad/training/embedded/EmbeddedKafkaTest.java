package dev.streamgrad.training.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.kafka.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedKafkaTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void choosesOtherPortsIfAnotherProcessHasTakenThem() throws Exception {
        try (ServerSocket taken = open()) {
            int broker = free();
            try (EmbeddedKafka kafka = EmbeddedKafka.start(
                    directory,
                    inTurn(taken.getLocalPort(), broker, broker),
                    inTurn(free(), taken.getLocalPort(), free()),
                    Map.of())) {
                assertThat(kafka.access().bootstrapServers()).isEqualTo("127.0.0.1:" + broker);
                new Topics(kafka.access(), TopicNames.DEFAULT).ensure(1, Optional.empty());
                assertThat(kafka.failure()).isEmpty();
            }
        }
    }

    /** A port that the user names is free, so the system may also offer it for the controller. */
    @Test
    void givesTheControllerAnotherPortThanTheBroker() {
        int broker = free();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, () -> broker, inTurn(broker, free()), Map.of())) {
            assertThat(kafka.access().bootstrapServers()).isEqualTo("127.0.0.1:" + broker);
        }
    }

    @Test
    void failsIfEveryPortThatItTriesIsTaken() throws Exception {
        try (ServerSocket taken = open()) {
            assertThatThrownBy(() ->
                            EmbeddedKafka.start(directory, taken::getLocalPort, EmbeddedKafkaTest::free, Map.of()))
                    .hasRootCauseInstanceOf(BindException.class);
        }
    }

    private static IntSupplier inTurn(int... ports) {
        PrimitiveIterator.OfInt next = IntStream.of(ports).iterator();
        return next::nextInt;
    }

    private static ServerSocket open() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static int free() {
        try (ServerSocket socket = open()) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
