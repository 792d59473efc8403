package dev.streamgrad.simulator.service;

import dev.streamgrad.simulator.acting.AgentStart;
import java.io.Serial;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which life each agent of a share lives. Whoever resumes from the log takes the life after the last one there. If that was not its own,
 * another process has been given the agents meanwhile: to outbid it would silence it, and soon nobody would act. Where Kafka does not say so
 * in the end, no process was: a stranger wrote in the agent's name, and is outbid.
 */
final class Lives {

    /** So often, a second or more apart: Kafka has said for longer than a session lasts that the agents are this process's. */
    static final int MOST_REFUSALS = 20;

    private final Map<Integer, Integer> byAgent = new HashMap<>();
    private int refusals;

    /** Another process acts for an agent, later than this one. Kafka is about to say so as well. */
    static final class ReplacedException extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1L;

        ReplacedException(int agent) {
            super("another process acts for agent " + agent + "; this one waits to be told whose it is");
        }
    }

    /**
     * The agents begin these lives.
     *
     * @throws ReplacedException if a foreign life lies between one of them and the agent's life before, the first {@value #MOST_REFUSALS}
     *     times in a row; nothing is begun then
     */
    void begin(List<AgentStart> starts) {
        for (AgentStart start : starts) {
            Integer before = byAgent.get(start.agent());
            if (before != null && start.incarnation() - before > 1 && refusals < MOST_REFUSALS) {
                refusals++;
                throw new ReplacedException(start.agent());
            }
        }
        refusals = 0;
        starts.forEach(start -> byAgent.put(start.agent(), start.incarnation()));
    }
}
