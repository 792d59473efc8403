package dev.streamgrad.simulator.service;

import dev.streamgrad.actor.ResumePoint;
import java.io.Serial;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The incarnations of the agents of an assignment. An agent that resumes from the log takes the incarnation after the last one in
 * the log. If this process has not written the last one, the group has meanwhile assigned the agent to another process. A higher
 * incarnation would fence that process, and soon no process would act. If Kafka does not confirm the new assignment for long
 * enough, there is no other process: a forger wrote under the key of the agent, and is fenced.
 */
final class AgentIncarnations {

    /**
     * The largest number of rejections in a row, each at least a second apart. After that, Kafka has confirmed for longer than a
     * session that the agents belong to this process.
     */
    static final int MOST_REJECTIONS = 20;

    private final Map<Integer, Integer> byAgent = new HashMap<>();
    private int rejections;

    /** Another process acts for an agent with a later incarnation. Kafka is about to revoke the partition of the agent. */
    static final class ReplacedException extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1L;

        ReplacedException(int agent) {
            super("another process acts for agent " + agent + "; this process waits until Kafka confirms the owner");
        }
    }

    /**
     * Begins the incarnations of these starts.
     *
     * @throws ReplacedException if a foreign incarnation lies between the new incarnation of an agent and its previous one, the
     *     first {@value #MOST_REJECTIONS} times in a row; no incarnation begins then
     */
    void begin(List<ResumePoint> starts) {
        for (ResumePoint start : starts) {
            Integer before = byAgent.get(start.agent());
            if (before != null && start.incarnation() - before > 1 && rejections < MOST_REJECTIONS) {
                rejections++;
                throw new ReplacedException(start.agent());
            }
        }
        rejections = 0;
        starts.forEach(start -> byAgent.put(start.agent(), start.incarnation()));
    }
}
