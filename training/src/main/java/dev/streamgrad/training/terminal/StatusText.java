package dev.streamgrad.training.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The text of a live line, in parts. If the line is too narrow for all of them, the bar is shortened first, and then the least important
 * parts are left out; a part is shown completely or not at all.
 *
 * @param parts the parts, the most important first
 * @param done share of the work that is done, 0 … 1; empty if there is no end, and then there is no bar
 * @param barAfter number of parts that precede the bar, in position and in importance
 */
public record StatusText(List<String> parts, OptionalDouble done, int barAfter) {

    private static final String GAP = "  ";
    private static final int SHORTEST_BAR = 10;
    private static final int LONGEST_BAR = 30;

    /** Parts without a bar. */
    public static StatusText of(String... parts) {
        return new StatusText(List.of(parts), OptionalDouble.empty(), 0);
    }

    /** All parts without the bar, for output that is not redrawn. */
    public String whole() {
        return String.join(GAP, parts);
    }

    /** The text in at most so many columns. */
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
