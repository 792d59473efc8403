package dev.streamgrad.simulator.acting;

/** A policy version is asked for that is older than those that are kept. */
public final class VersionGoneException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /** Names the policy, the version and the newest there is. */
    public VersionGoneException(String policyId, long version, long newest) {
        super("Version " + version + " of policy " + policyId + " is no longer kept; the newest is " + newest
                + ". The learner went on without this agent's transitions, so the agent must resume from the end of its"
                + " log.");
    }
}
