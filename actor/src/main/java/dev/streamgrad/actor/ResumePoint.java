package dev.streamgrad.actor;

/**
 * Where an agent starts: at its first step, or where its last incarnation stopped ({@link AgentHistory} finds this).
 *
 * @param agent number of the agent
 * @param incarnation the new incarnation; higher than all earlier ones, unless one of them was 2147483647
 * @param sequence sequence of its first step
 * @param episode the open episode
 * @param openActions recorded actions of the open episode so far, row by row
 * @param openObservations recorded observation before each of these actions; a replay must produce the same
 */
public record ResumePoint(
        int agent, int incarnation, long sequence, long episode, byte[] openActions, byte[] openObservations) {

    /** The first step of an agent. */
    public static ResumePoint fresh(int agent) {
        return atEpisodeStart(agent, 0, 0, 0);
    }

    /** The first step of an episode. */
    public static ResumePoint atEpisodeStart(int agent, int incarnation, long sequence, long episode) {
        return new ResumePoint(agent, incarnation, sequence, episode, new byte[0], new byte[0]);
    }

    /** This start with another incarnation. */
    public ResumePoint withIncarnation(int other) {
        return new ResumePoint(agent, other, sequence, episode, openActions, openObservations);
    }
}
