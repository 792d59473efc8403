package dev.streamgrad.experiment;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Renders a Markdown report as a self-contained HTML file with the figures inline. */
final class HtmlPage {

    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
    private static final String STYLE = """
            :root { color-scheme: light dark; }
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
            table { border-collapse: collapse; display: block; overflow-x: auto; font-variant-numeric: tabular-nums; }
            th, td { border-bottom: 1px solid #8884; padding: .3rem .6rem; text-align: left; white-space: nowrap; }
            pre, code { font-size: .85em; background: #8881; }
            p code { overflow-wrap: anywhere; }
            pre { padding: .6rem; overflow-x: auto; }
            td code { white-space: normal; }
            svg { max-width: 100%; height: auto; }
            """;

    /** A definition of or reference to an id in a figure; each figure's ids get a prefix, since several figures share the page. */
    private static final Pattern PART = Pattern.compile("(id=\"|url\\(#|\n#)(part\\d+)");

    private HtmlPage() {}

    static String of(String title, String markdown, Map<String, String> figures) {
        String body = HtmlRenderer.builder()
                .extensions(EXTENSIONS)
                .escapeHtml(true)
                .sanitizeUrls(true)
                .build()
                .render(Parser.builder().extensions(EXTENSIONS).build().parse(markdown));
        for (Map.Entry<String, String> figure : figures.entrySet()) {
            String name = figure.getKey();
            String own = PART.matcher(figure.getValue()).replaceAll("$1" + name.replaceAll("\\W", "-") + "-$2");
            body = Pattern.compile("<img src=\"" + Pattern.quote(name) + "\" alt=\"[^\"]*\" />")
                    .matcher(body)
                    .replaceAll(Matcher.quoteReplacement(own));
        }
        return "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\""
                + " content=\"width=device-width, initial-scale=1\">\n<title>"
                + SvgText.escaped(title)
                + "</title>\n<style>\n" + STYLE + "</style>\n"
                + body
                + "</html>\n";
    }
}
