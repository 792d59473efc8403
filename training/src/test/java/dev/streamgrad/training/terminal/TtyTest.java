package dev.streamgrad.training.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.jline.nativ.CLibrary;
import org.junit.jupiter.api.Test;

/** Uses a real pseudo-terminal. */
final class TtyTest {

    @Test
    void theWidthIsTheCurrentOne() {
        int[] control = new int[1];
        int[] terminal = new int[1];
        CLibrary.openpty(control, terminal, new byte[64], null, new CLibrary.WinSize((short) 24, (short) 100));
        assertThat(Tty.columns(terminal[0])).isEqualTo(100);
        CLibrary.ioctl(control[0], CLibrary.TIOCSWINSZ, new CLibrary.WinSize((short) 24, (short) 40));
        assertThat(Tty.columns(terminal[0])).isEqualTo(40);
        CLibrary.ioctl(control[0], CLibrary.TIOCSWINSZ, new CLibrary.WinSize((short) 0, (short) 0));
        assertThat(Tty.columns(terminal[0])).isEqualTo(Tty.USUAL_COLUMNS);
    }

    @Test
    void aDescriptorOfNoTerminalHasNoWidth() {
        assertThat(Tty.columns(12345)).isZero();
    }
}
