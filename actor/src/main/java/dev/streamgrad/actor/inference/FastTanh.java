package dev.streamgrad.actor.inference;

/**
 * The hyperbolic tangent in float32, computed with +, −, ×, ÷, min and max only. Its bits are equal on every machine and in every
 * language with IEEE 754 arithmetic, and a loop over it vectorises.
 *
 * <p>For x limited to ±7.905311 it is the rational minimax approximation of the Eigen library, with the constants rounded to
 * float32:
 *
 * <pre>
 * tanh(x) ≈ x (α₁ + α₃x² + α₅x⁴ + … + α₁₃x¹²) / (β₀ + β₂x² + β₄x⁴ + β₆x⁶)
 * </pre>
 *
 * <p>Both polynomials are evaluated by Horner's rule from the highest power, each product and sum rounded to float32; no fused
 * multiply-add. The error against the exact function is below 1e-6; rounding may take a result beyond ±1.
 */
public final class FastTanh {

    private static final float LIMIT = 7.905311f;
    private static final float ALPHA_1 = 4.8935246e-3f;
    private static final float ALPHA_3 = 6.3726195e-4f;
    private static final float ALPHA_5 = 1.48572235e-5f;
    private static final float ALPHA_7 = 5.1222973e-8f;
    private static final float ALPHA_9 = -8.604672e-11f;
    private static final float ALPHA_11 = 2.000188e-13f;
    private static final float ALPHA_13 = -2.7607684e-16f;
    private static final float BETA_0 = 4.893525e-3f;
    private static final float BETA_2 = 2.2684347e-3f;
    private static final float BETA_4 = 1.1853471e-4f;
    private static final float BETA_6 = 1.1982584e-6f;

    private FastTanh() {}

    /** The hyperbolic tangent of {@code value}; NaN stays NaN. */
    public static float of(float value) {
        float x = Math.max(-LIMIT, Math.min(LIMIT, value));
        float square = x * x;
        float numerator = square * ALPHA_13 + ALPHA_11;
        numerator = square * numerator + ALPHA_9;
        numerator = square * numerator + ALPHA_7;
        numerator = square * numerator + ALPHA_5;
        numerator = square * numerator + ALPHA_3;
        numerator = square * numerator + ALPHA_1;
        float denominator = square * BETA_6 + BETA_4;
        denominator = square * denominator + BETA_2;
        denominator = square * denominator + BETA_0;
        return x * numerator / denominator;
    }

    /** Replaces each of the first {@code length} values by its hyperbolic tangent. */
    public static void apply(float[] values, int length) {
        for (int i = 0; i < length; i++) {
            values[i] = of(values[i]);
        }
    }
}
