package dev.streamgrad.experiment;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The colours and line types of a chart's curves. The colours are distinguishable with normal vision, protanopia, deuteranopia and
 * tritanopia (CIEDE2000 of at least 10 between any two, which a test checks) and have a contrast of at least 3 : 1 against white and
 * against {@code #121212}. From the ninth curve on the colours repeat with dashed, then dotted, then long-dashed lines.
 */
final class Palette {

    static final List<String> COLOURS =
            List.of("#3c96e1", "#d2000f", "#c38700", "#873cd2", "#3c6978", "#789669", "#875a4b", "#968796");

    private static final List<String> LINES = List.of("solid", "dashed", "dotted", "longdash");
    private static final List<String> DASHES = List.of("", "6 6", "2 4", "10 4");

    private Palette() {}

    /** The colours of the first {@code curves} curves. */
    static List<String> colours(int curves) {
        return IntStream.range(0, curves)
                .mapToObj(curve -> COLOURS.get(curve % COLOURS.size()))
                .toList();
    }

    /** The SVG attribute for the dashes of a curve's line in the legend; empty for a solid line. */
    static String dashes(int curve) {
        String dashes = DASHES.get(curve / COLOURS.size() % DASHES.size());
        return dashes.isEmpty() ? "" : " stroke-dasharray=\"" + dashes + "\"";
    }

    /** The Lets-Plot line types of the first {@code curves} curves. */
    static List<String> lines(int curves) {
        return IntStream.range(0, curves)
                .mapToObj(curve -> LINES.get(curve / COLOURS.size() % LINES.size()))
                .toList();
    }
}
