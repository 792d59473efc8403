package dev.streamgrad.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Messages about a wait, and its limit. */
final class PatienceTest {

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

    @Test
    void sendsMessagesWhileAWaitLasts() throws Exception {
        Patience patience = new Patience(Duration.ofSeconds(40), messages::add);
        String message = patience.spend("Kafka at here:1", () -> String.valueOf(messages.poll(30, TimeUnit.SECONDS)));
        assertThat(message).matches("Waiting for Kafka at here:1: \\d+ s so far, at most 40 s \\(--patience\\)\\.");
    }

    @Test
    void sendsNoMessageIfTheWorkEndsAtOnce() throws Exception {
        assertThat(new Patience(Duration.ofSeconds(40), messages::add).spend("Kafka", () -> 3))
                .isEqualTo(3);
        assertThat(messages).isEmpty();
    }

    /** A port that accepts connections and never answers, such as that of a broker that is suspended or still reads its log. */
    @Test
    void anOpenPortIsNotABroker() throws IOException {
        try (ServerSocket silent = new ServerSocket(0)) {
            KafkaAccess access =
                    new KafkaAccess(Map.of(KafkaAccess.BOOTSTRAP_SERVERS, "127.0.0.1:" + silent.getLocalPort()));
            assertThatThrownBy(access.with(Duration.ofSeconds(1))::check)
                    .isInstanceOf(KafkaAccessException.class)
                    .hasMessageContaining("No Kafka answers at 127.0.0.1:" + silent.getLocalPort());
        }
    }

    @Test
    void theUsersLimitAppliesToEveryCall() {
        KafkaOptions options = parsed("--patience", "200");
        assertThat(options.faults()).isEmpty();
        assertThat(options.patience()).contains(Duration.ofSeconds(200));
        assertThat(options.access().bounded())
                .containsEntry("default.api.timeout.ms", 200_000)
                .containsEntry("request.timeout.ms", 30_000);
        assertThat(parsed().access().patience()).isEqualTo(Patience.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "soon", "1.5", "1000000"})
    void rejectsAnInvalidLimitWithItsValue(String seconds) {
        assertThat(parsed("--patience", seconds).faults())
                .isEqualTo(List.of(
                        "--patience is '" + seconds + "', but must be a whole number of seconds from 1 to 999999."));
    }

    private static KafkaOptions parsed(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--bootstrap-servers", "127.0.0.1:1"));
        all.addAll(List.of(arguments));
        Any command = new Any();
        new CommandLine(command).parseArgs(all.toArray(String[]::new));
        return command.kafka;
    }

    @Command
    private static final class Any {
        @Mixin
        private KafkaOptions kafka = new KafkaOptions();
    }
}
