package dev.streamgrad.contract.record;

/**
 * The state of a policy's training.
 *
 * @param policyId the policy
 * @param state the state
 * @param reason why the training is in this state, and what to do, for the user; names missing agents; truncated if it is too long
 * @param sinceVersion the version at which the state began
 * @param incarnation incarnation of the learner that wrote the status
 */
public record PolicyStatus(String policyId, State state, String reason, long sinceVersion, int incarnation) {

    /** A reason may quote untrusted text of any length, and the record must fit into its topic. */
    private static final int MOST_CHARACTERS = 1 << 14;

    /** Truncates the reason. */
    public PolicyStatus {
        reason = reason.substring(0, Math.min(reason.length(), MOST_CHARACTERS));
    }

    /** The states of a training. */
    public enum State {
        RUNNING,
        /** Rollouts are missing, but data of their agents is arriving: the agents are slow. */
        WAITING,
        PAUSED,
        /** Rollouts are missing, and no data of their agents arrives: no simulator runs them. */
        STALLED,
        FAILED,
        STOPPED,
        FINISHED
    }
}
