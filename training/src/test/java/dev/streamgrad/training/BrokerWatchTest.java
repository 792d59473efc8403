package dev.streamgrad.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.kafka.Patience;
import dev.streamgrad.process.FailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The messages about a broker that stops answering while a training is followed. */
final class BrokerWatchTest {

    private final List<String> messages = new ArrayList<>();
    private final List<CompletableFuture<Object>> requests = new ArrayList<>();
    private long nanos = 77;
    private final BrokerWatch watch = new BrokerWatch(
            "Kafka at here:1", this::ask, new Patience(Duration.ofSeconds(20), messages::add), () -> nanos);

    @Test
    void asksAnAnsweringBrokerAgainAndReportsNothing() {
        for (int second = 0; second < 10; second++) {
            after(1);
            requests.forEach(request -> request.complete(true));
        }
        assertThat(requests).hasSize(5);
        assertThat(messages).isEmpty();
    }

    @Test
    void reportsSilenceOnceAndItsEndOnce() {
        after(2);
        after(2);
        after(2);
        assertThat(messages)
                .containsExactly("Waiting for Kafka at here:1, which has stopped answering: 4 s so far,"
                        + " at most 20 s (--patience).");
        requests.get(0).complete(true);
        after(1);
        assertThat(messages).hasSize(2).last().isEqualTo("Kafka at here:1 answers again.");
        after(2);
        after(4);
        assertThat(messages).hasSize(3);
    }

    @Test
    void aFailedRequestCountsAsSilence() {
        after(2);
        requests.get(0).completeExceptionally(new IllegalStateException("gone"));
        after(2);
        requests.get(1).completeExceptionally(new IllegalStateException("gone"));
        after(1);
        assertThat(messages).singleElement().asString().contains("stopped answering");
        after(1);
        requests.get(2).complete(true);
        after(1);
        assertThat(messages).last().asString().contains("answers again");
    }

    @Test
    void failsAfterThePatienceAndSaysHowToContinue() {
        after(2);
        after(20);
        assertThatThrownBy(() -> after(1))
                .isInstanceOf(FailedException.class)
                .hasMessageStartingWith("Kafka at here:1 has not answered for 21 s")
                .hasMessageContaining("Run the same command again")
                .hasMessageContaining("--patience");
    }

    private CompletableFuture<Object> ask() {
        CompletableFuture<Object> request = new CompletableFuture<>();
        requests.add(request);
        return request;
    }

    private void after(long seconds) {
        nanos += Duration.ofSeconds(seconds).toNanos();
        watch.check();
    }
}
