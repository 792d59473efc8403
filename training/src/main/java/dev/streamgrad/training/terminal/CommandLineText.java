package dev.streamgrad.training.terminal;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes a command as it is typed in a shell. */
public final class CommandLineText {

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_@%+=:,./-]+");

    private CommandLineText() {}

    /** A {@code ./streamgrad} command; words are quoted for the shell if needed. */
    public static String of(Object... words) {
        return "./streamgrad "
                + Arrays.stream(words).map(word -> quoted(word.toString())).collect(Collectors.joining(" "));
    }

    /** A word, quoted for a POSIX shell if needed. */
    public static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
