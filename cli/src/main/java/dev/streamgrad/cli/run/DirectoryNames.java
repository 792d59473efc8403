package dev.streamgrad.cli.run;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Which names can name a directory of runs on every file system, so that a run does not fail late or lie somewhere else. */
public final class DirectoryNames {

    /** What such a name is, in words. */
    public static final String WORDS = "1 to 128 bytes of UTF-8 without slashes and control characters, not dots alone";

    private static final int MOST_BYTES = 128;
    private static final Pattern DOTS = Pattern.compile("\\.*");
    private static final Pattern REFUSED = Pattern.compile("[/\\\\\\p{Cntrl}]");

    private DirectoryNames() {}

    /** Whether it can. */
    public static boolean fits(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES
                && !DOTS.matcher(name).matches()
                && !REFUSED.matcher(name).find();
    }
}
