package dev.streamgrad.training.run;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Checks names of run directories: a valid name works on every file system, so that a run neither fails late nor is stored elsewhere. */
public final class DirectoryNames {

    /** Describes a valid name, for messages. */
    public static final String WORDS = "1 to 128 bytes of UTF-8 without slashes and control characters, not dots alone";

    private static final int MOST_BYTES = 128;
    private static final Pattern DOTS = Pattern.compile("\\.*");
    private static final Pattern REJECTED = Pattern.compile("[/\\\\\\p{Cntrl}]");

    private DirectoryNames() {}

    /** Whether a name is valid. */
    public static boolean fits(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES
                && !DOTS.matcher(name).matches()
                && !REJECTED.matcher(name).find();
    }
}
