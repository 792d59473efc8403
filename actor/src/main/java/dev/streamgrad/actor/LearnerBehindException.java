package dev.streamgrad.actor;

/** The learner waits at an earlier version than the agents: the transitions that they have sent since will not reach it. */
public final class LearnerBehindException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception from the policy, the version that is waited for, and the version at which the learner waits. */
    public LearnerBehindException(String policyId, long version, long position) {
        super("Version " + version + " of policy " + policyId
                + " will not be published: the learner restarted from an earlier version and waits at version "
                + position
                + " for transitions that the log no longer has. The agents must resume from the log.");
    }
}
