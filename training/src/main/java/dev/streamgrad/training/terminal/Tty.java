package dev.streamgrad.training.terminal;

import org.jline.nativ.CLibrary;

/** Reads from the operating system the width of the terminal behind a file descriptor. */
final class Tty {

    /** The width of a terminal that reports none, such as some serial lines and containers. */
    static final int USUAL_COLUMNS = 80;

    private Tty() {}

    /** The current width in columns; 0 if there is no terminal. */
    static int columns(int descriptor) {
        try {
            return CLibrary.isatty(descriptor) == 0 ? 0 : orUsual(CLibrary.getTerminalWidth(descriptor));
        } catch (LinkageError e) {
            return 0; // no native library for this system: output as for a file, which works everywhere
        }
    }

    private static int orUsual(int columns) {
        return columns > 0 ? columns : USUAL_COLUMNS;
    }
}
