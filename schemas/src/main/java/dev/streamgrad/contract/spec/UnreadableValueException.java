package dev.streamgrad.contract.spec;

/** A text that is no value of its setting. */
final class UnreadableValueException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String advice;

    /** Says why, or what to write instead; empty where what the setting accepts says enough. */
    UnreadableValueException(String advice) {
        super(advice);
        this.advice = advice;
    }

    String advice() {
        return advice;
    }
}
