package dev.streamgrad.actor.inference;

/**
 * A linear layer of the forward pass, in float32.
 *
 * <p>Order of summation per output: the bias first, then the products input · weight by ascending input, each product and each sum
 * rounded to float32 (no fused multiply-add). The order does not depend on the number of rows, so the result of a row does not
 * depend on the other rows.
 *
 * <p>Inputs that are zero are skipped, and this is exact: a bias of −0 is replaced by +0, a sum that does not start at −0 never
 * becomes −0 (rounding to nearest, x − x is +0), and ±0 added to anything else changes no bit. Weights are finite.
 */
sealed interface Layer permits DenseLayer, ConvolutionLayer {

    /** Outputs per row. */
    int outputs();

    /** Copies this layer's part of the flat vector. */
    void load(float[] parameters);

    /** Computes all rows; {@code to} is overwritten. */
    void forward(float[] from, int rows, float[] to);
}
