package dev.streamgrad.contract.spec;

/** Thrown for a text that is not a value of its setting. */
final class UnreadableValueException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String advice;

    /** Takes the reason, or what to write instead; empty if the accepted values are enough of an explanation. */
    UnreadableValueException(String advice) {
        super(advice);
        this.advice = advice;
    }

    String advice() {
        return advice;
    }
}
