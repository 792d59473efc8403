package dev.streamgrad.simulator.acting;

/**
 * Where an agent starts: at the beginning, or where an earlier life of it stopped ({@link AgentHistory} finds that out).
 *
 * @param agent which agent
 * @param incarnation this life; higher than every earlier one's
 * @param sequence its first step
 * @param episode the open episode
 * @param openActions the open episode's actions so far, as recorded, row by row
 * @param openObservations what was seen before each of them; a replay must see the same
 */
public record AgentStart(
        int agent, int incarnation, long sequence, long episode, byte[] openActions, byte[] openObservations) {

    /** An agent's very first step. */
    public static AgentStart fresh(int agent) {
        return atEpisodeStart(agent, 0, 0, 0);
    }

    /** The first step of an episode. */
    public static AgentStart atEpisodeStart(int agent, int incarnation, long sequence, long episode) {
        return new AgentStart(agent, incarnation, sequence, episode, new byte[0], new byte[0]);
    }
}
