package dev.streamgrad.contract.spec;

/** What the acting loop does to a sampled continuous action before {@code step}; the topic keeps the sample. */
public enum ActionTransform {
    /** Clip to the action space's bounds, as Stable-Baselines3 does. */
    CLIP,
    /** tanh, then rescale to the bounds. */
    SQUASH,
    /** Hand the sample over as it is. */
    NONE
}
