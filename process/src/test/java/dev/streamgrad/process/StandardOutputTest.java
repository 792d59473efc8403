package dev.streamgrad.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class StandardOutputTest {

    private final ByteArrayOutputStream reported = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(reported, true, StandardCharsets.UTF_8);

    @Test
    void keepsTheStatusIfEverythingWasWritten() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StandardOutput output = StandardOutput.over(bytes);
        output.stream().println("a result");
        assertThat(output.status(0, err)).isZero();
        assertThat(output.status(2, err)).isEqualTo(2);
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("a result" + System.lineSeparator());
        assertThat(reported.size()).isZero();
    }

    @Test
    void turnsSuccessIntoFailureAndReportsWhyIfOutputIsLost() {
        StandardOutput output = StandardOutput.over(new Full());
        output.stream().println("a result");
        assertThat(output.status(0, err)).isEqualTo(1);
        assertThat(reported.toString(StandardCharsets.UTF_8)).contains("cannot be written (No space left on device)");
        assertThat(output.status(2, err)).isEqualTo(2);
    }

    private static final class Full extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            throw new IOException("No space left on device");
        }
    }
}
