package dev.streamgrad.contract.record;

/**
 * The claim and the bookmark of an agent. A later incarnation resumes from them.
 *
 * @param policyId the policy
 * @param agent the agent's number
 * @param incarnation the incarnation that claims the agent; lower ones are fenced
 * @param fromSequence first sequence of this incarnation
 * @param bookmarkOffset offset, in the agent's transitions partition, of the block that begins the open episode; −1 if unknown
 * @param bookmarkSequence sequence of the open episode's first step
 */
public record AgentRecord(
        String policyId, int agent, int incarnation, long fromSequence, long bookmarkOffset, long bookmarkSequence) {}
