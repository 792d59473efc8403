package dev.streamgrad.learner.rollout;

/**
 * A block of the agent was accepted, and its rollout is not whole yet: the agent is slow, and not silent.
 *
 * @param policyId the policy
 * @param agent which agent
 */
public record SignOfLife(String policyId, int agent) implements AssemblyEvent {}
