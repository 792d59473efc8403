package dev.streamgrad.contract.spec;

/** The non-linearity after every hidden layer. */
public enum Activation {
    TANH,
    RELU
}
