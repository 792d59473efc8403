package dev.streamgrad.cli.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.cli.usage.FailedException;
import dev.streamgrad.contract.kafka.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is said of a broker that falls silent while a training is followed. */
final class BrokerWatchTest {

    private final List<String> said = new ArrayList<>();
    private final List<CompletableFuture<Object>> asked = new ArrayList<>();
    private long nanos = 77;
    private final BrokerWatch watch =
            new BrokerWatch("Kafka at here:1", this::ask, new Patience(Duration.ofSeconds(20), said::add), () -> nanos);

    @Test
    void aBrokerThatAnswersIsAskedAgainAndNotTalkedAbout() {
        for (int second = 0; second < 10; second++) {
            after(1);
            asked.forEach(question -> question.complete(true));
        }
        assertThat(asked).hasSize(5);
        assertThat(said).isEmpty();
    }

    @Test
    void itsSilenceIsSaidOnceAndSoIsItsReturn() {
        after(2);
        after(2);
        after(2);
        assertThat(said)
                .containsExactly("Waiting for Kafka at here:1, which has stopped answering: 4 s so far,"
                        + " at most 20 s (--patience).");
        asked.get(0).complete(true);
        after(1);
        assertThat(said).hasSize(2).last().isEqualTo("Kafka at here:1 answers again.");
        after(2);
        after(4);
        assertThat(said).hasSize(3);
    }

    @Test
    void aQuestionThatFailsIsASilenceToo() {
        after(2);
        asked.get(0).completeExceptionally(new IllegalStateException("gone"));
        after(2);
        asked.get(1).completeExceptionally(new IllegalStateException("gone"));
        after(1);
        assertThat(said).singleElement().asString().contains("stopped answering");
        after(1);
        asked.get(2).complete(true);
        after(1);
        assertThat(said).last().asString().contains("answers again");
    }

    @Test
    void afterThePatienceTheFollowingEndsWithHowToGoOn() {
        after(2);
        after(20);
        assertThatThrownBy(() -> after(1))
                .isInstanceOf(FailedException.class)
                .hasMessageStartingWith("Kafka at here:1 has not answered for 21 s")
                .hasMessageContaining("The same command follows it again")
                .hasMessageContaining("--patience");
    }

    private CompletableFuture<Object> ask() {
        CompletableFuture<Object> question = new CompletableFuture<>();
        asked.add(question);
        return question;
    }

    private void after(long seconds) {
        nanos += Duration.ofSeconds(seconds).toNanos();
        watch.check();
    }
}
