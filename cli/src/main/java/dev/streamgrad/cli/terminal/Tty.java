package dev.streamgrad.cli.terminal;

import org.jline.nativ.CLibrary;

/** What the operating system says of the terminal behind a file descriptor. */
final class Tty {

    /** Where a terminal does not tell its width, as some serial lines and containers. */
    static final int USUAL_COLUMNS = 80;

    private Tty() {}

    /** The width at this moment; 0 where there is no terminal. */
    static int columns(int descriptor) {
        try {
            return CLibrary.isatty(descriptor) == 0 ? 0 : told(CLibrary.getTerminalWidth(descriptor));
        } catch (LinkageError e) {
            return 0; // no native library for this system: lines that stay, and JSON, are right everywhere
        }
    }

    private static int told(int columns) {
        return columns > 0 ? columns : USUAL_COLUMNS;
    }
}
