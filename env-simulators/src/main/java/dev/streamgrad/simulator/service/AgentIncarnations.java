package dev.streamgrad.simulator.service;

import dev.streamgrad.actor.ResumePoint;
import dev.streamgrad.actor.kafka.KafkaAgentClaims;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The incarnations that this process has begun for the agents of an assignment. If another process has begun a later one, the group has
 * meanwhile assigned the agent to that process. A higher incarnation would fence that process, and soon no process would act. If Kafka
 * does not confirm the new assignment for long enough, there is no other process: a forger wrote under the key of the agent, and is
 * fenced.
 */
final class AgentIncarnations {

    /**
     * The largest number of rejections in a row, each at least a second apart. After that, Kafka has confirmed for longer than a
     * session that the agents belong to this process.
     */
    static final int MOST_REJECTIONS = 20;

    private final Map<Integer, Integer> byAgent = new HashMap<>();
    private int rejections;

    /** Claims agents in the agents topic, with the lowest free incarnations. */
    Map<Integer, Integer> claim(KafkaAgentClaims claims, List<ResumePoint> wanted) throws InterruptedException {
        List<ResumePoint> free = claims.free(wanted);
        check(free);
        Map<Integer, Integer> claimed = claims.claim(free);
        begin(claimed);
        return claimed;
    }

    /**
     * Checks that no other process has begun an incarnation of these agents since this process did.
     *
     * @param free the lowest free incarnation of each agent
     * @throws ReplacedException if one has, the first {@value #MOST_REJECTIONS} times in a row
     */
    void check(List<ResumePoint> free) {
        for (ResumePoint start : free) {
            Integer before = byAgent.get(start.agent());
            if (before != null && start.incarnation() - before > 1 && rejections < MOST_REJECTIONS) {
                rejections++;
                throw new ReplacedException(start.agent(), "");
            }
        }
        rejections = 0;
    }

    /** Records the incarnations that this process begins, by agent. */
    void begin(Map<Integer, Integer> claimed) {
        byAgent.putAll(claimed);
    }
}
