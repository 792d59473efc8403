package dev.streamgrad.simulator.acting;

/** The learner waits at a version before those that the agents have acted for: what they sent since has not reached it, and will not. */
public final class LearnerBehindException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /** Names the policy, the version that is waited for and the one where the learner waits. */
    public LearnerBehindException(String policyId, long version, long position) {
        super("Version " + version + " of policy " + policyId
                + " will not come: the learner began again before it, and waits at version " + position
                + " for transitions that the log no longer has. The agents must resume from the log.");
    }
}
