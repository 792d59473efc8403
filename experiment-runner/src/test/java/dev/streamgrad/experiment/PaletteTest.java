package dev.streamgrad.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PaletteTest {

    private static final double LEAST_DIFFERENCE = 10;
    private static final String WHITE = "#ffffff";

    /** The background of a dark page in browsers. */
    private static final String DARK = "#121212";

    /** Contrast as defined by WCAG 2, which requires 3 : 1 for graphics. */
    @Test
    void coloursContrastWithLightAndWithDarkPages() {
        for (String colour : Palette.COLOURS) {
            assertThat(contrast(colour, WHITE)).as(colour + " on white").isGreaterThanOrEqualTo(3);
            assertThat(contrast(colour, DARK)).as(colour + " on dark").isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void coloursAreDistinguishableWithEveryColourVision() {
        for (ColourVision vision : ColourVision.ALL) {
            List<double[]> seen = new ArrayList<>();
            Palette.COLOURS.forEach(colour -> seen.add(Colours.lab(vision.seen(Colours.linear(colour)))));
            for (int i = 0; i < seen.size(); i++) {
                for (int j = 0; j < i; j++) {
                    assertThat(Colours.difference(seen.get(i), seen.get(j)))
                            .as(Palette.COLOURS.get(i) + " and " + Palette.COLOURS.get(j) + ", " + vision)
                            .isGreaterThanOrEqualTo(LEAST_DIFFERENCE);
                }
            }
        }
    }

    @Test
    void curvesAfterTheEighthHaveAnotherLineType() {
        List<String> looks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            looks.add(Palette.colours(20).get(i) + " " + Palette.lines(20).get(i));
        }
        assertThat(looks).doesNotHaveDuplicates();
    }

    /** Pairs from Sharma, Wu and Dalal (2005), table 1. */
    @Test
    void theDifferenceIsCiede2000() {
        assertThat(Colours.difference(new double[] {50, 2.6772, -79.7751}, new double[] {50, 0, -82.7485}))
                .isBetween(2.04245, 2.04255);
        assertThat(Colours.difference(new double[] {50, 2.5, 0}, new double[] {73, 25, -18}))
                .isBetween(27.1491, 27.1493);
        assertThat(Colours.difference(
                        new double[] {22.7233, 20.0904, -46.6940}, new double[] {23.0331, 14.9730, -42.5619}))
                .isBetween(2.0372, 2.0374);
    }

    private static double contrast(String one, String other) {
        double lighter = Math.max(Colours.luminance(one), Colours.luminance(other));
        double darker = Math.min(Colours.luminance(one), Colours.luminance(other));
        return (lighter + 0.05) / (darker + 0.05);
    }
}
