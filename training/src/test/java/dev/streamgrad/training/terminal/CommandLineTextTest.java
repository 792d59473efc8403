package dev.streamgrad.training.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLineTextTest {

    /** A shell reads the quoted text as the original word. */
    @ParameterizedTest
    @ValueSource(
            strings = {"runs/CartPole-v1-ppo-1", "mein lauf", "it's", "a$b", "lr=3e-4,agents=8", "é", "", "*", "a\\b"})
    void aShellReadsTheOriginalWord(String word) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "printf %s " + CommandLineText.quoted(word)).start();
        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(word);
        assertThat(shell.waitFor()).isZero();
    }
}
