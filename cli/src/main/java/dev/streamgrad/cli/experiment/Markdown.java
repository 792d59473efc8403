package dev.streamgrad.cli.experiment;

import java.util.regex.Pattern;

/** Text of others as it is read in Markdown: nothing in it is taken for markup. */
final class Markdown {

    private static final Pattern MARKUP = Pattern.compile("[\\\\`*_{}\\[\\]<>#|~&!]");
    private static final Pattern BREAK = Pattern.compile("\\R+");
    private static final Pattern TICKS = Pattern.compile("`+");

    private Markdown() {}

    /** On one line, such as a name. */
    static String text(String text) {
        return MARKUP.matcher(BREAK.matcher(text).replaceAll(" ")).replaceAll("\\\\$0");
    }

    /** As code, between more backticks than it has in a row. */
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

    /** As code in a cell of a table, which a bar would end. */
    static String codeInCell(String text) {
        return code(text).replace("|", "\\|");
    }
}
