package dev.streamgrad.cli.terminal;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A command as it is typed. */
public final class CommandLineText {

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_@%+=:,./-]+");

    private CommandLineText() {}

    /** The words of a {@code ./streamgrad} command, each quoted for the shell where it must be. */
    public static String of(Object... words) {
        return "./streamgrad "
                + Arrays.stream(words).map(word -> quoted(word.toString())).collect(Collectors.joining(" "));
    }

    /** A word as a POSIX shell takes it. */
    public static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
