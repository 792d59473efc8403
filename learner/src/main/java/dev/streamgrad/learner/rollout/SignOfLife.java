package dev.streamgrad.learner.rollout;

/**
 * A block of the agent was accepted, but its rollout is not complete yet: the agent is slow, not silent.
 *
 * @param policyId the policy
 * @param agent which agent
 */
public record SignOfLife(String policyId, int agent) implements AssemblyEvent {}
