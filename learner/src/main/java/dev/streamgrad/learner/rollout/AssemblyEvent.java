package dev.streamgrad.learner.rollout;

/** A message to the learner of a policy: from the assembly of its agents' blocks, or about the simulators that act for it. */
public sealed interface AssemblyEvent permits Rollout, SignOfLife, Breakdown, SimulatorReport {

    /** The policy. */
    String policyId();
}
