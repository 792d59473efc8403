package dev.streamgrad.actor.inference;

/** Copies the parameters of a layer from the flat vector. */
final class Weights {

    private Weights() {}

    /** Copies weights {@code [out][in]} as {@code [in][out]}, so that inner loops run over adjacent outputs. */
    static void transpose(float[] parameters, int offset, int inputs, int outputs, float[] to) {
        for (int out = 0; out < outputs; out++) {
            int row = offset + out * inputs;
            for (int in = 0; in < inputs; in++) {
                to[in * outputs + out] = parameters[row + in];
            }
        }
    }

    /** Copies biases; −0 becomes +0. */
    static void copyBiases(float[] parameters, int offset, float[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = parameters[offset + i] + 0f;
        }
    }
}
