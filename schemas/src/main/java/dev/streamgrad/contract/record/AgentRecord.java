package dev.streamgrad.contract.record;

/**
 * The claim of a process on an agent. The first claim of an incarnation takes effect.
 *
 * @param policyId the policy
 * @param agent the agent's number
 * @param incarnation the incarnation that the process will act with; lower ones are fenced
 * @param fromSequence first sequence of this incarnation, as far as the process knew when it claimed the agent
 * @param bookmarkOffset offset, in the agent's transitions partition, of the block that begins the open episode; −1 if unknown
 * @param bookmarkSequence sequence of the open episode's first step; −1 if unknown
 * @param process the process that claims the agent; empty in records of the first release
 */
public record AgentRecord(
        String policyId,
        int agent,
        int incarnation,
        long fromSequence,
        long bookmarkOffset,
        long bookmarkSequence,
        String process) {

    /** A claim without a bookmark. */
    public static AgentRecord claim(String policyId, int agent, int incarnation, long fromSequence, String process) {
        return new AgentRecord(policyId, agent, incarnation, fromSequence, -1, -1, process);
    }
}
