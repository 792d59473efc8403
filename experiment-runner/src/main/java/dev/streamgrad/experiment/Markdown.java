package dev.streamgrad.experiment;

import java.util.regex.Pattern;

/** Escapes text for Markdown, so that nothing in it is read as markup. */
final class Markdown {

    private static final Pattern MARKUP = Pattern.compile("[\\\\`*_{}\\[\\]<>#|~&!]");
    private static final Pattern BREAK = Pattern.compile("\\R+");
    private static final Pattern TICKS = Pattern.compile("`+");

    private Markdown() {}

    /** Plain text on one line, such as a name. */
    static String text(String text) {
        return MARKUP.matcher(BREAK.matcher(text).replaceAll(" ")).replaceAll("\\\\$0");
    }

    /** Inline code, delimited by more backticks than the text has in a row. */
    static String code(String text) {
        String ticks = "`"
                + "`"
                        .repeat(TICKS.matcher(text)
                                .results()
                                .mapToInt(ticked -> ticked.end() - ticked.start())
                                .max()
                                .orElse(0));
        String inner = ticks.length() > 1 ? " " + text + " " : text;
        return ticks + BREAK.matcher(inner).replaceAll(" ") + ticks;
    }

    /** Inline code in a table cell, with bars escaped. */
    static String codeInCell(String text) {
        return code(text).replace("|", "\\|");
    }
}
