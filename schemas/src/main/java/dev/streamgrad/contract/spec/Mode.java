package dev.streamgrad.contract.spec;

/** How rollouts and policy versions are matched. */
public enum Mode {
    /** A fixed set of agents; version max(0, r − lag) acts in rollout r, and no other. */
    LOCKSTEP
}
