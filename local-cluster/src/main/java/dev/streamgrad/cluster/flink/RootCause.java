package dev.streamgrad.cluster.flink;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Extracts the message of the innermost cause from a stack trace, the only form in which Flink's REST interface reports a failure. */
final class RootCause {

    private static final String CAUSE = "Caused by: ";
    private static final Pattern THROWN = Pattern.compile("(?s)[\\w.$]+\\.(\\w[\\w$]*)(?:: (.*))?");

    private RootCause() {}

    /** The message without the exception's class; if there is no message, the simple name of the class. */
    static String of(String trace) {
        String root = trace.substring(trace.lastIndexOf(CAUSE) < 0 ? 0 : trace.lastIndexOf(CAUSE) + CAUSE.length());
        List<String> message = root.lines()
                .takeWhile(line -> !line.startsWith("\tat ") && !line.startsWith("\t..."))
                .toList();
        String thrown = String.join(System.lineSeparator(), message).strip();
        Matcher matcher = THROWN.matcher(thrown);
        if (!matcher.matches()) {
            return thrown;
        }
        return matcher.group(2) == null ? matcher.group(1) : matcher.group(2);
    }
}
