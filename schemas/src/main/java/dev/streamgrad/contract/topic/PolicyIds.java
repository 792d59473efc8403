package dev.streamgrad.contract.topic;

import java.util.regex.Pattern;

/** The form of policy ids. Keys contain the id, followed by a slash. */
public final class PolicyIds {

    /** The form, as a regular expression without groups. */
    static final String FORM = "[A-Za-z0-9._-]{1,128}";

    /** The form, in words. */
    public static final String WORDS = "1 to 128 letters, digits, dots, dashes or underscores, but not dots alone";

    private static final Pattern PATTERN = Pattern.compile(FORM);
    private static final Pattern DOTS = Pattern.compile("\\.+");

    private PolicyIds() {}

    /** Whether a text is a policy id: 1 to 128 letters, digits, dots, dashes or underscores. */
    public static boolean isOne(String text) {
        return PATTERN.matcher(text).matches();
    }

    /** Whether a new policy may have this id. Dots alone are not allowed: as the name of a run's directory they mean another directory. */
    public static boolean isName(String text) {
        return isOne(text) && !DOTS.matcher(text).matches();
    }
}
