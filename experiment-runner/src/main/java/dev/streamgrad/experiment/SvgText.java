package dev.streamgrad.experiment;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prepares Lets-Plot's SVG for a page: makes it scale with the page, adds a title for screen readers, removes the background and invisible
 * elements, gives the text the colours of the reader's scheme, rounds coordinates to tenths of a pixel and makes ids reproducible.
 */
final class SvgText {

    private static final String TEXT = "#474747";
    private static final Pattern OPENING = Pattern.compile("^\\s*<svg [^>]*>");
    private static final Pattern STROKE_OF_TEXT = Pattern.compile("rgb\\(71,71,71\\)");
    private static final Pattern LIGHT_GREY =
            Pattern.compile("rgb\\(233,233,233\\)|rgb\\(235,235,235\\)|#E9E9E9|#EBEBEB");
    private static final Pattern WHITE = Pattern.compile("(fill|stroke)=\"rgb\\(255,255,255\\)\"");
    private static final Pattern RANDOM_ID = Pattern.compile("id=\"([a-zA-Z]\\w{6})\"");
    private static final Pattern PLACE =
            Pattern.compile(" (d|x|x1|x2|y|y1|y2|width|height|transform|clip-bounds-jfx)=\"[^\"]*\"");
    private static final Pattern LONG_NUMBER = Pattern.compile("(\\d+\\.\\d)\\d+");
    private static final Pattern UNSEEN =
            Pattern.compile("<path d=\"[^\"]*\" fill=\"none\" stroke-width=\"0.0\"[^>]*>\\s*</path>");
    private static final Pattern INDENT = Pattern.compile("\\n\\s+");

    /** The text's colours in the light and the dark scheme: a contrast of at least 4.5 : 1 on white and on black. */
    private static final String SCHEMES =
            "svg { --text: #6b6b6b; } @media (prefers-color-scheme: dark) { svg { --text: #b8b8b8; } }\n";

    /** Margin at both sides, in pixels: the last number below an axis extends beyond Lets-Plot's own picture. */
    private static final int MARGIN = 12;

    private SvgText() {}

    static String readable(String svg) {
        String text = svg.replace(TEXT, "var(--text)").replaceFirst("<style type=\"text/css\">", "$0\n" + SCHEMES);
        text = STROKE_OF_TEXT.matcher(text).replaceAll("#808080");
        text = LIGHT_GREY.matcher(text).replaceAll("rgba(128,128,128,0.25)");
        text = WHITE.matcher(text).replaceAll("$1=\"none\"");
        text = PLACE.matcher(text)
                .replaceAll(place -> LONG_NUMBER.matcher(place.group()).replaceAll("$1"));
        text = UNSEEN.matcher(text).replaceAll("");
        text = INDENT.matcher(text).replaceAll("\n");
        return stableIds(text);
    }

    private static String stableIds(String svg) {
        String text = svg;
        List<String> ids = RANDOM_ID
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .distinct()
                .toList();
        for (int i = 0; i < ids.size(); i++) {
            text = text.replace(ids.get(i), String.format(Locale.ROOT, "part%d", i));
        }
        return text;
    }

    /** Sets the size and the title, and appends elements. */
    static String framed(String svg, String title, double width, double height, String more) {
        String size = String.format(
                Locale.ROOT,
                "width=\"%.0f\" height=\"%.0f\" viewBox=\"-%d 0 %1$.0f %2$.0f\"",
                width + 2 * MARGIN,
                height,
                MARGIN);
        String opening = OPENING.matcher(svg)
                .replaceFirst(
                        Matcher.quoteReplacement("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"plt-container\" "
                                + size + " role=\"img\" aria-label=\"" + escaped(title) + "\">\n<title>"
                                + escaped(title) + "</title>"));
        return opening.substring(0, opening.lastIndexOf("</svg>")) + more + "</svg>";
    }

    /** Escapes text for XML and HTML, also for attribute values. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
