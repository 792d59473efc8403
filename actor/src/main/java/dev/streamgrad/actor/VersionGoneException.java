package dev.streamgrad.actor;

/** A requested policy version is older than the ones that are kept. */
public final class VersionGoneException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception from the policy, the requested version and the newest one. */
    public VersionGoneException(String policyId, long version, long newest) {
        super("Version " + version + " of policy " + policyId + " is no longer kept; the newest is " + newest
                + ". The learner continued without this agent's transitions, so the agent must resume from the end of its"
                + " log.");
    }
}
