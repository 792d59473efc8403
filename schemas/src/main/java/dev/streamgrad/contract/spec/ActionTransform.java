package dev.streamgrad.contract.spec;

/** The transform of a sampled continuous action before {@code step}. The topic carries the sample itself. */
public enum ActionTransform {
    /** Clip to the action space's bounds, as Stable-Baselines3 does. */
    CLIP,
    /** tanh, then rescale to the bounds. */
    SQUASH,
    /** Pass the sample unchanged. */
    NONE
}
