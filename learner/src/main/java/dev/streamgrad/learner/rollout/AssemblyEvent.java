package dev.streamgrad.learner.rollout;

/** A message from the assembly of an agent's blocks to the policy's learner. */
public sealed interface AssemblyEvent permits Rollout, SignOfLife, Breakdown {

    /** The policy. */
    String policyId();
}
