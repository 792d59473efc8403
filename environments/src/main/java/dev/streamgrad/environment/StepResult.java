package dev.streamgrad.environment;

/** The result of a step. Mutable; one instance is reused for all steps. */
public final class StepResult {

    private double reward;
    private boolean terminated;
    private boolean truncated;

    /** Sets the result of a step that is not truncated so far. */
    public void set(double newReward, boolean newTerminated) {
        reward = newReward;
        terminated = newTerminated;
        truncated = false;
    }

    /** Marks the episode as truncated at this step. */
    public void truncate() {
        truncated = true;
    }

    /** The raw reward of the step. */
    public double reward() {
        return reward;
    }

    /** Whether the task ended: the value of its future is 0. */
    public boolean terminated() {
        return terminated;
    }

    /** Whether the episode was cut off: the value of its future must be bootstrapped, unless the episode terminated as well. */
    public boolean truncated() {
        return truncated;
    }

    /** Whether the episode is over: terminated, truncated, or both. */
    public boolean ended() {
        return terminated || truncated;
    }
}
