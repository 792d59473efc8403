package dev.streamgrad.learner.rollout;

/**
 * The policy's rollouts cannot be assembled: its training ends.
 *
 * @param policyId the policy
 * @param reason for a person
 */
public record Breakdown(String policyId, String reason) implements AssemblyEvent {}
