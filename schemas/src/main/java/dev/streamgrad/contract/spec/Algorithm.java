package dev.streamgrad.contract.spec;

/** The policy-gradient algorithm. */
public enum Algorithm {
    /** Advantage actor-critic (Mnih et al. 2016, the synchronous form). */
    A2C,
    /** Proximal policy optimisation with the clipped ratio (Schulman et al. 2017). */
    PPO
}
