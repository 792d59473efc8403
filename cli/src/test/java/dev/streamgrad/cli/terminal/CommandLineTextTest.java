package dev.streamgrad.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLineTextTest {

    /** What a shell makes of it is the word. */
    @ParameterizedTest
    @ValueSource(
            strings = {"runs/CartPole-v1-ppo-1", "mein lauf", "it's", "a$b", "lr=3e-4,agents=8", "é", "", "*", "a\\b"})
    void aShellReadsTheWord(String word) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "printf %s " + CommandLineText.quoted(word)).start();
        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(word);
        assertThat(shell.waitFor()).isZero();
    }
}
