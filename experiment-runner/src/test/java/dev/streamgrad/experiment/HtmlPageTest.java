package dev.streamgrad.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class HtmlPageTest {

    private static final String NAME = "a|b <script>x</script> *y* `z` [l](u) & \\ _u_ ![i](j)";
    private static final String ESCAPED = "a|b &lt;script&gt;x&lt;/script&gt; *y* `z` [l](u) &amp; \\ _u_ ![i](j)";

    @Test
    void rendersNamesLiterally() {
        String table = "# " + Markdown.text(NAME) + "\n\n| name | in |\n| --- | --- |\n| " + Markdown.text(NAME) + " | "
                + Markdown.codeInCell("x=`|`") + " |\n";
        String page = HtmlPage.of("A <b>title</b> & more", table, Map.of());
        assertThat(page)
                .contains("<title>A &lt;b&gt;title&lt;/b&gt; &amp; more</title>")
                .contains("<h1>" + ESCAPED + "</h1>", "<td>" + ESCAPED + "</td>", "<td><code>x=`|`</code></td>");
    }

    /** A question may contain Markdown, but not HTML. */
    @Test
    void escapesHtmlInAQuestion() {
        assertThat(HtmlPage.of("t", "Is *this* <img src=x onerror=alert(1)> [safe](javascript:alert(1))?", Map.of()))
                .contains("<em>this</em>", "&lt;img src=x")
                .doesNotContain("<img src=x", "href=\"javascript");
    }

    @Test
    void figuresAreInlineWithTheirOwnIds() {
        String figure = "<svg><g id=\"part0\"></g><use clip=\"url(#part0)\"/></svg>";
        String page = HtmlPage.of("t", "![Return & more](by-steps.svg)", Map.of("by-steps.svg", figure));
        assertThat(page)
                .contains("<svg><g id=\"by-steps-svg-part0\"></g><use clip=\"url(#by-steps-svg-part0)\"/></svg>")
                .doesNotContain("<img");
    }
}
