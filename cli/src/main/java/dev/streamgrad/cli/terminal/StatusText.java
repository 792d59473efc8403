package dev.streamgrad.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a live line says, in parts. Where the line is too narrow for all of them, the bar is shortened first and the least important parts are
 * left out; a part is shown whole or not at all.
 *
 * @param parts the most important first
 * @param done how much of the work is done, 0 … 1; empty where there is no end, and so no bar
 * @param barAfter the bar comes after so many parts, in place and in importance
 */
public record StatusText(List<String> parts, OptionalDouble done, int barAfter) {

    private static final String GAP = "  ";
    private static final int SHORTEST_BAR = 10;
    private static final int LONGEST_BAR = 30;

    /** Of parts that are not followed by a bar. */
    public static StatusText of(String... parts) {
        return new StatusText(List.of(parts), OptionalDouble.empty(), 0);
    }

    /** All parts, without the bar, for where lines stay. */
    public String whole() {
        return String.join(GAP, parts);
    }

    /** In so many columns at most. */
    public String fit(int columns) {
        List<String> shown = new ArrayList<>();
        int left = columns + GAP.length(); // no gap before the first part
        int barAt = -1;
        for (int i = 0; i <= parts.size(); i++) {
            if (i == barAfter && done.isPresent() && left >= SHORTEST_BAR + GAP.length()) {
                left -= SHORTEST_BAR + GAP.length();
                barAt = shown.size();
            }
            int width = i < parts.size() ? parts.get(i).length() + GAP.length() : Integer.MAX_VALUE;
            if (width <= left) {
                shown.add(parts.get(i));
                left -= width;
            }
        }
        if (barAt >= 0) {
            shown.add(barAt, bar(Math.min(LONGEST_BAR, SHORTEST_BAR + left)));
        }
        return String.join(GAP, shown);
    }

    private String bar(int width) {
        int inner = width - 2;
        int filled = (int) Math.round(inner * Math.min(1, Math.max(0, done.orElse(0))));
        return "[" + "=".repeat(filled) + " ".repeat(inner - filled) + "]";
    }
}
