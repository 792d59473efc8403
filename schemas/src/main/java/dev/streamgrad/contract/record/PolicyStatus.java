package dev.streamgrad.contract.record;

/**
 * How a policy's training stands.
 *
 * @param policyId the policy
 * @param state one word
 * @param reason why, for a person; names who is waited for, and what to do; cut where it is longer than anybody reads
 * @param sinceVersion the version at which this began
 * @param incarnation which life of the learner wrote this
 */
public record PolicyStatus(String policyId, State state, String reason, long sinceVersion, int incarnation) {

    /** A reason may quote what a stranger wrote, and the record must fit into its topic. */
    private static final int MOST_CHARACTERS = 1 << 14;

    /** Cuts the reason. */
    public PolicyStatus {
        reason = reason.substring(0, Math.min(reason.length(), MOST_CHARACTERS));
    }

    /** The states of a training. */
    public enum State {
        RUNNING,
        /** Rollouts are missing, and their agents' data is arriving: the policy is slow. */
        WAITING,
        PAUSED,
        /** Rollouts are missing, and nothing comes of their agents: nobody acts for them. */
        STALLED,
        FAILED,
        STOPPED,
        FINISHED
    }
}
