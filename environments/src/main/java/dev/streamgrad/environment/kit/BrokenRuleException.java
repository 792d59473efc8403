package dev.streamgrad.environment.kit;

/** An environment breaks a rule that agents do not check while they act. The message is a sentence for its author. */
final class BrokenRuleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokenRuleException(String message) {
        super(message);
    }
}
