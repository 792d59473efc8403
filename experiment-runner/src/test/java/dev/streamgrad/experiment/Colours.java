package dev.streamgrad.experiment;

/** Colour computations: sRGB, CIELAB under D65, CIEDE2000. */
final class Colours {

    private static final double SEVENTH = Math.pow(25, 7);

    private Colours() {}

    /** Converts a colour such as {@code #2d96ff} to linear sRGB. */
    static double[] linear(String colour) {
        int rgb = Integer.parseInt(colour.substring(1), 16);
        return new double[] {linear(rgb >> 16 & 0xFF), linear(rgb >> 8 & 0xFF), linear(rgb & 0xFF)};
    }

    static double luminance(String colour) {
        double[] linear = linear(colour);
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    }

    static double[] lab(double[] linear) {
        double x = (0.4124564 * linear[0] + 0.3575761 * linear[1] + 0.1804375 * linear[2]) / 0.95047;
        double y = 0.2126729 * linear[0] + 0.7151522 * linear[1] + 0.0721750 * linear[2];
        double z = (0.0193339 * linear[0] + 0.1191920 * linear[1] + 0.9503041 * linear[2]) / 1.08883;
        return new double[] {116 * root(y) - 16, 500 * (root(x) - root(y)), 200 * (root(y) - root(z))};
    }

    /** CIEDE2000, with the names of Sharma, Wu and Dalal (2005). */
    static double difference(double[] one, double[] other) {
        double mean7 = Math.pow((Math.hypot(one[1], one[2]) + Math.hypot(other[1], other[2])) / 2, 7);
        double g = 0.5 * (1 - Math.sqrt(mean7 / (mean7 + SEVENTH)));
        double c1 = Math.hypot((1 + g) * one[1], one[2]);
        double c2 = Math.hypot((1 + g) * other[1], other[2]);
        double h1 = hue(one, g);
        double h2 = hue(other, g);
        double apart = h2 - h1 - 360 * Math.rint((h2 - h1) / 360);
        double hue = h1 + apart / 2;
        double chroma = (c1 + c2) / 2;
        double light = (one[0] + other[0]) / 2 - 50;
        double t = 1 - 0.17 * cos(hue - 30) + 0.24 * cos(2 * hue) + 0.32 * cos(3 * hue + 6) - 0.20 * cos(4 * hue - 63);
        double turn = (hue % 360 + 360) % 360;
        double chroma7 = Math.pow(chroma, 7);
        double rotation = -2
                * Math.sqrt(chroma7 / (chroma7 + SEVENTH))
                * Math.sin(Math.toRadians(60 * Math.exp(-Math.pow((turn - 275) / 25, 2))));
        double l = (other[0] - one[0]) / (1 + 0.015 * light * light / Math.sqrt(20 + light * light));
        double c = (c2 - c1) / (1 + 0.045 * chroma);
        double h = 2 * Math.sqrt(c1 * c2) * Math.sin(Math.toRadians(apart / 2)) / (1 + 0.015 * chroma * t);
        return Math.sqrt(l * l + c * c + h * h + rotation * c * h);
    }

    private static double hue(double[] lab, double g) {
        return Math.toDegrees(Math.atan2(lab[2], (1 + g) * lab[1]));
    }

    private static double cos(double degrees) {
        return Math.cos(Math.toRadians(degrees));
    }

    private static double root(double value) {
        return value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16.0 / 116;
    }

    private static double linear(int part) {
        double value = part / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
