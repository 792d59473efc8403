package dev.streamgrad.contract.spec;

/** How rollouts and policy versions are matched. */
public enum Mode {
    /** A fixed set of agents; rollout r acts with exactly version max(0, r − lag). */
    LOCKSTEP
}
