package dev.streamgrad.learner.rollout;

/**
 * The policy's rollouts cannot be assembled: its training fails.
 *
 * @param policyId the policy
 * @param reason the reason, as a message for the user
 */
public record Breakdown(String policyId, String reason) implements AssemblyEvent {}
