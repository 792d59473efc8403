package dev.streamgrad.actor;

/** Counts the policy versions and blocks of an acting loop: wraps its policy source and its transition sink. */
public interface ActingMeter {

    /** A meter that counts nothing. */
    static ActingMeter none() {
        return new ActingMeter() {
            @Override
            public PolicySource policies(PolicySource policies) {
                return policies;
            }

            @Override
            public TransitionSink transitions(TransitionSink transitions) {
                return transitions;
            }
        };
    }

    /** Wraps a source; the loop uses the returned one. */
    PolicySource policies(PolicySource policies);

    /** Wraps a sink; the loop uses the returned one. */
    TransitionSink transitions(TransitionSink transitions);
}
