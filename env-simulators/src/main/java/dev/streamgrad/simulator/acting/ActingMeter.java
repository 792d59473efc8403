package dev.streamgrad.simulator.acting;

/** Counts what passes the ends of an acting loop, by standing before them. */
public interface ActingMeter {

    /** Counts nothing. */
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

    /** The source to be used in place of this one. */
    PolicySource policies(PolicySource policies);

    /** The sink to be used in place of this one. */
    TransitionSink transitions(TransitionSink transitions);
}
