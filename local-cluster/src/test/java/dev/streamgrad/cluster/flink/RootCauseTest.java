package dev.streamgrad.cluster.flink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RootCauseTest {

    @Test
    void isTheInnermostMessageWithAllItsLines() {
        assertThat(RootCause.of("""
                org.apache.flink.client.ProgramInvocationException: The main method caused an error: no
                \tat org.apache.flink.client.Main(Main.java:1)
                Caused by: java.util.concurrent.CompletionException: java.lang.IllegalStateException: no
                \t... 3 more
                Caused by: java.lang.IllegalStateException: Topic a is wrong.
                Topic b: is wrong too.
                \tat dev.streamgrad.job.Main(Main.java:1)
                \t... 4 more
                """))
                .isEqualTo("Topic a is wrong." + System.lineSeparator() + "Topic b: is wrong too.");
    }

    @Test
    void isTheClassIfThereIsNoMessageAndTheTextIfThereIsNoClass() {
        assertThat(RootCause.of("java.lang.NullPointerException\n\tat a.B.c(B.java:1)\n"))
                .isEqualTo("NullPointerException");
        assertThat(RootCause.of("Not found: /jars/upload")).isEqualTo("Not found: /jars/upload");
    }
}
