package dev.streamgrad.learner.rollout;

import java.util.Arrays;
import java.util.List;

/**
 * Records when each agent of a policy last gave a sign of life, to distinguish a slow agent from a silent one, which no process acts
 * for.
 *
 * <p>An agent is silent if its last sign is at least as long ago as the policy's patience: twice the longest interval, over all
 * agents, between an agent's last two signs (or between the start and its only one), but at least {@link #SHORTEST_PATIENCE_MILLIS} and at
 * most {@link #LONGEST_PATIENCE_MILLIS}. So a policy whose agents act slowly gets the time that they need. Until its first sign an agent
 * has twice that interval, but at least the time that the caller gives it to begin.
 */
public final class Attendance {

    static final long SHORTEST_PATIENCE_MILLIS = 10_000;
    static final long LONGEST_PATIENCE_MILLIS = 600_000;

    private static final long NEVER = Long.MIN_VALUE;

    private final long since;
    private final long[] heard;
    private final long[] gaps;

    /**
     * Creates a record without any sign.
     *
     * @param agents N
     * @param since the time at which listening began, in milliseconds
     */
    public Attendance(int agents, long since) {
        this.since = since;
        heard = new long[agents];
        gaps = new long[agents];
        Arrays.fill(heard, NEVER);
    }

    /** Records a sign of the agent: a block of it was accepted. */
    public void heard(int agent, long now) {
        if (agent < heard.length) {
            gaps[agent] = now - (heard[agent] == NEVER ? since : heard[agent]);
            heard[agent] = now;
        }
    }

    /**
     * Returns those of the given agents that are silent.
     *
     * @param firstSignMillis how long an agent may take to begin, in milliseconds
     */
    public List<Integer> silent(List<Integer> agents, long firstSignMillis, long now) {
        long longestGap = Arrays.stream(gaps).max().orElse(0);
        long usual = Math.min(LONGEST_PATIENCE_MILLIS, 2 * longestGap);
        long patience = Math.max(SHORTEST_PATIENCE_MILLIS, usual);
        long first = Math.max(firstSignMillis, usual);
        return agents.stream()
                .filter(agent -> isSilent(agent, patience, first, now))
                .toList();
    }

    private boolean isSilent(int agent, long patience, long first, long now) {
        return heard[agent] == NEVER ? now - since >= first : now - heard[agent] >= patience;
    }
}
