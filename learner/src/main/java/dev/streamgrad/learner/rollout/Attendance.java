package dev.streamgrad.learner.rollout;

import java.util.Arrays;
import java.util.List;

/**
 * When each agent of a policy was last heard of, to tell one that is slow from one that nobody acts for.
 *
 * <p>An agent is silent once nothing has come of it for longer than {@link #SHORTEST_PATIENCE_MILLIS} and twice the longest time that
 * lay between the last two signs of any agent (or before its first), but {@link #LONGEST_PATIENCE_MILLIS} at most: a policy whose agents act slowly is given
 * the time that they take. Before its first sign an agent has {@link #FIRST_SIGN_MILLIS}.
 */
public final class Attendance {

    static final long SHORTEST_PATIENCE_MILLIS = 10_000;
    static final long LONGEST_PATIENCE_MILLIS = 600_000;
    static final long FIRST_SIGN_MILLIS = 30_000;

    private static final long NEVER = Long.MIN_VALUE;

    private final long since;
    private final long[] heard;
    private final long[] gaps;

    /**
     * Nobody was heard of.
     *
     * @param agents N
     * @param since the time from which on somebody listens
     */
    public Attendance(int agents, long since) {
        this.since = since;
        heard = new long[agents];
        gaps = new long[agents];
        Arrays.fill(heard, NEVER);
    }

    /** Something of the agent was accepted. */
    public void heard(int agent, long now) {
        if (agent < heard.length) {
            gaps[agent] = now - (heard[agent] == NEVER ? since : heard[agent]);
            heard[agent] = now;
        }
    }

    /** Which of these agents are silent. */
    public List<Integer> silent(List<Integer> agents, long now) {
        long longestGap = Arrays.stream(gaps).max().orElse(0);
        long patience = Math.max(SHORTEST_PATIENCE_MILLIS, Math.min(LONGEST_PATIENCE_MILLIS, 2 * longestGap));
        return agents.stream().filter(agent -> isSilent(agent, patience, now)).toList();
    }

    private boolean isSilent(int agent, long patience, long now) {
        return heard[agent] == NEVER
                ? now - since >= Math.max(FIRST_SIGN_MILLIS, patience)
                : now - heard[agent] >= patience;
    }
}
