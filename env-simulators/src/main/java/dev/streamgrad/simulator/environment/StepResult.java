package dev.streamgrad.simulator.environment;

/** The outcome of a step; one instance is written again and again. */
public final class StepResult {

    private double reward;
    private boolean terminated;
    private boolean truncated;

    /** Notes the outcome of a step that no limit has cut off so far. */
    public void set(double newReward, boolean newTerminated) {
        reward = newReward;
        terminated = newTerminated;
        truncated = false;
    }

    /** Notes that the episode is cut off here. */
    public void truncate() {
        truncated = true;
    }

    /** The reward of the step, raw. */
    public double reward() {
        return reward;
    }

    /** Whether the task ended: there is no future to value. */
    public boolean terminated() {
        return terminated;
    }

    /** Whether the episode was cut off, and its future must be bootstrapped unless it terminated as well. */
    public boolean truncated() {
        return truncated;
    }

    /** Whether the episode is over, either way. */
    public boolean ended() {
        return terminated || truncated;
    }
}
