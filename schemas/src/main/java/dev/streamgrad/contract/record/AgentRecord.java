package dev.streamgrad.contract.record;

/**
 * An agent's claim and bookmark, from which a later life of it resumes.
 *
 * @param policyId the policy
 * @param agent which agent
 * @param incarnation the life that claims the agent; lower ones are fenced
 * @param fromSequence first sequence of this incarnation
 * @param bookmarkOffset offset, in the agent's transitions partition, of the block that begins the open episode; −1 if unknown
 * @param bookmarkSequence sequence of the open episode's first step
 */
public record AgentRecord(
        String policyId, int agent, int incarnation, long fromSequence, long bookmarkOffset, long bookmarkSequence) {}
