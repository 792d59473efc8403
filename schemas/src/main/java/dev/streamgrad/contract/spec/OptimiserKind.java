package dev.streamgrad.contract.spec;

/** The rule of the gradient step. */
public enum OptimiserKind {
    /** Adam (Kingma and Ba 2015), torch's form. */
    ADAM,
    /** RMSprop, torch's form: average from zero, ε outside the root. */
    RMSPROP,
    /** RMSprop, TensorFlow's form: average from one, ε inside the root. */
    RMSPROP_TF
}
