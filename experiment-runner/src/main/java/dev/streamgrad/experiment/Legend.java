package dev.streamgrad.experiment;

import java.util.List;
import java.util.Locale;

/** A chart's legend, drawn below it in columns that are wide enough for the longest name in any usual font. */
record Legend(List<String> names, double width) {

    private static final int ROW = 22;
    private static final int LINE = 26;
    private static final int GAP = 24;

    /** Width of a letter in the widest usual font at 13 pixels, in pixels. */
    private static final double LETTER = 8.2;

    /** The height in pixels. */
    double height() {
        return ROW * Math.ceil((double) names.size() / columns()) + ROW / 2.0;
    }

    /** The SVG elements, starting at a vertical position. */
    String svg(double top) {
        StringBuilder svg = new StringBuilder();
        double left = Math.max(0, (width - columns() * column()) / 2);
        for (int i = 0; i < names.size(); i++) {
            int row = i / columns();
            svg.append(entry(i, left + i % columns() * column(), top + ROW * (row + 0.5)));
        }
        return svg.toString();
    }

    private String entry(int index, double x, double y) {
        String name = names.get(index);
        double room = width - x - LINE;
        String squeezed = name.length() * LETTER > room
                ? String.format(Locale.ROOT, " textLength=\"%.1f\" lengthAdjust=\"spacingAndGlyphs\"", room - GAP / 2.0)
                : "";
        return String.format(
                Locale.ROOT,
                """
            <line x1="%.1f" y1="%.1f" x2="%.1f" y2="%2$.1f" stroke="%s" stroke-width="3"%s/>
            <text x="%.1f" y="%.1f"%s style="fill: var(--text); font: 13px Lucida Grande, sans-serif">%s</text>
            """,
                x,
                y,
                x + LINE - 6,
                Palette.colours(names.size()).get(index),
                Palette.dashes(index),
                x + LINE,
                y + 4.5,
                squeezed,
                SvgText.escaped(name));
    }

    private int columns() {
        return (int) Math.max(1, Math.min(names.size(), width / column()));
    }

    private double column() {
        int longest = names.stream().mapToInt(String::length).max().orElse(1);
        return Math.min(width, longest * LETTER + LINE + GAP);
    }
}
