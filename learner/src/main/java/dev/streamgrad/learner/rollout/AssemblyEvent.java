package dev.streamgrad.learner.rollout;

/** What the assembling of an agent's blocks tells the policy's learner. */
public sealed interface AssemblyEvent permits Rollout, SignOfLife, Breakdown {

    /** The policy. */
    String policyId();
}
