package dev.streamgrad.cli.experiment;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The look of a chart's curves. Colours are told apart with normal vision, protanopia, deuteranopia and tritanopia (CIEDE2000 of 10 and more
 * between any two, which a test holds), and have a contrast of 3 : 1 against white and against {@code #121212}. Curves after the eighth
 * have the same colours again, dashed, then dotted.
 */
final class Palette {

    static final List<String> COLOURS =
            List.of("#3c96e1", "#d2000f", "#c38700", "#873cd2", "#3c6978", "#789669", "#875a4b", "#968796");

    private static final List<String> LINES = List.of("solid", "dashed", "dotted", "longdash");
    private static final List<String> DASHES = List.of("", "6 6", "2 4", "10 4");

    private Palette() {}

    /** The colours of so many curves. */
    static List<String> colours(int curves) {
        return IntStream.range(0, curves)
                .mapToObj(curve -> COLOURS.get(curve % COLOURS.size()))
                .toList();
    }

    /** How a curve's line is broken in the legend, as an attribute of SVG. */
    static String dashes(int curve) {
        String dashes = DASHES.get(curve / COLOURS.size() % DASHES.size());
        return dashes.isEmpty() ? "" : " stroke-dasharray=\"" + dashes + "\"";
    }

    /** The line types of so many curves. */
    static List<String> lines(int curves) {
        return IntStream.range(0, curves)
                .mapToObj(curve -> LINES.get(curve / COLOURS.size() % LINES.size()))
                .toList();
    }
}
