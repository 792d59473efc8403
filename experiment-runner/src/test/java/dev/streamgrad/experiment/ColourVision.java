package dev.streamgrad.experiment;

import java.util.List;

/** Simulates colour vision: Brettel, Viénot and Mollon (1997) in linear sRGB, with one projection matrix for each side of a plane. */
final class ColourVision {

    /** Normal vision and the three forms of colour blindness. */
    static final List<ColourVision> ALL = List.of(
            new ColourVision(
                    "normal",
                    new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1},
                    new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1},
                    new double[3]),
            new ColourVision(
                    "protanopia",
                    new double[] {.14980, 1.19548, -.34528, .10764, .84864, .04372, .00384, -.00540, 1.00156},
                    new double[] {.14570, 1.16172, -.30742, .10816, .85291, .03892, .00386, -.00524, 1.00139},
                    new double[] {.00048, .00393, -.00441}),
            new ColourVision(
                    "deuteranopia",
                    new double[] {.36477, .86381, -.22858, .26294, .64245, .09462, -.02006, .02728, .99278},
                    new double[] {.37298, .88166, -.25464, .25954, .63506, .10540, -.01980, .02784, .99196},
                    new double[] {-.00281, -.00611, .00892}),
            new ColourVision(
                    "tritanopia",
                    new double[] {1.01277, .13548, -.14826, -.01243, .86812, .14431, .07589, .80500, .11911},
                    new double[] {.93678, .18979, -.12657, .06154, .81526, .12320, -.37562, 1.12767, .24796},
                    new double[] {.03901, -.02788, -.01113}));

    private final String name;
    private final double[] above;
    private final double[] below;
    private final double[] plane;

    private ColourVision(String name, double[] above, double[] below, double[] plane) {
        this.name = name;
        this.above = above;
        this.below = below;
        this.plane = plane;
    }

    /** The perceived linear sRGB colour. */
    double[] seen(double[] linear) {
        double side = plane[0] * linear[0] + plane[1] * linear[1] + plane[2] * linear[2];
        double[] matrix = side >= 0 ? above : below;
        double[] seen = new double[3];
        for (int i = 0; i < 3; i++) {
            double value = matrix[3 * i] * linear[0] + matrix[3 * i + 1] * linear[1] + matrix[3 * i + 2] * linear[2];
            seen[i] = Math.max(0, Math.min(1, value));
        }
        return seen;
    }

    @Override
    public String toString() {
        return name;
    }
}
