package dev.streamgrad.contract.spec;

/** How the critic's step is bounded. */
public enum ValueClipping {
    /** Plain mean square. */
    NONE,
    /** Mean square of the prediction clipped around the old value (Stable-Baselines3). */
    PREDICTION,
    /** Half of the mean of the larger of the clipped and the unclipped square (CleanRL, OpenAI baselines). */
    MAXIMUM
}
