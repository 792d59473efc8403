package dev.streamgrad.training.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class LiveLineTest {

    private static final long SECOND = 1_000_000_000;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int columns = 80;
    private long nanos;

    /**
     * A terminal that is made narrower wraps the line into two rows. The line is redrawn from the first of them, so that no old rows
     * remain.
     */
    @Test
    void isRedrawnOverAllItsRowsInTheCurrentWidth() {
        LiveLine line = line(true);
        line.showNow(StatusText.of("return 334.1", "7 s left"));
        columns = 20;
        nanos += SECOND;
        line.show(StatusText.of("return 334.1", "6 s left"));
        assertThat(written())
                .as("nothing is drawn while the window edge is dragged")
                .doesNotContain("A\r");
        nanos += SECOND;
        line.show(StatusText.of("return 334.1", "6 s left"));
        assertThat(written()).isEqualTo("\rreturn 334.1  7 s left\u001b[J" + "\u001b[1A\rreturn 334.1\u001b[J");
    }

    @Test
    void staysOnTheTerminalOnceWhenClosed() {
        LiveLine line = line(true);
        line.showNow(StatusText.of("return 1.0"));
        line.show(StatusText.of("return 2.0"));
        line.close();
        line.close();
        assertThat(written().split("return 2\\.0", -1)).hasSize(2);
        assertThat(written()).endsWith(System.lineSeparator());
    }

    @Test
    void messagesStayAboveIt() {
        LiveLine line = line(true);
        line.showNow(StatusText.of("return 1.0"));
        line.say("stalled: an agent is missing");
        assertThat(written()).endsWith("\r\u001b[Jstalled: an agent is missing\n\rreturn 1.0\u001b[J");
    }

    /** With TERM=dumb. */
    @Test
    void linesOnATerminalThatCannotRedrawFitItsWidth() {
        columns = 20;
        LiveLine line = line(false);
        nanos += 10 * SECOND;
        line.show(StatusText.of("return 334.1", "7 s left"));
        assertThat(written().lines()).containsExactly("return 334.1");
    }

    /** Into a file, or with TERM=dumb. */
    @Test
    void printsALineEveryTenSecondsWithoutControlCharactersIfItCannotRedraw() {
        LiveLine line = line(false);
        line.showNow(StatusText.of("starting"));
        for (int i = 0; i < 250; i++) {
            nanos += SECOND / 10;
            line.show(StatusText.of("update " + i));
        }
        line.say("stalled");
        line.close();
        assertThat(written().lines()).containsExactly("update 99", "update 199", "stalled");
    }

    private LiveLine line(boolean rewritable) {
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        return new LiveLine(new Screen(stream, () -> columns, rewritable), () -> nanos);
    }

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
