package dev.streamgrad.actor;

import dev.streamgrad.contract.record.AgentRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The claims on the agents of one policy, offered in log order. They give every start of an agent an incarnation of its own: two
 * processes that both choose the next free incarnation would otherwise mix two trajectories.
 *
 * <table>
 * <caption>Effect of a claim; {@code highest} is the highest incarnation that was claimed for the agent</caption>
 * <tr><td>its incarnation is above highest</td><td>takes effect, and fences the claim before it</td></tr>
 * <tr><td>its incarnation and highest are both 2147483647, the largest</td><td>takes effect as well</td></tr>
 * <tr><td>otherwise</td><td>has no effect: another process was first</td></tr>
 * </table>
 */
public final class AgentClaims {

    /** The most older claims per agent whose keys are kept, to withdraw them. Later ones are withdrawn by later incarnations. */
    private static final int MOST_OLDER = 100;

    private final Map<Integer, Standing> byAgent = new HashMap<>();

    private static final class Standing {

        private String claim = "";
        private Optional<AgentRecord> record = Optional.empty();
        private final List<String> older = new ArrayList<>();

        private int highest() {
            return record.map(AgentRecord::incarnation).orElse(-1);
        }
    }

    /** Offers the next claim of the log; {@code claim} is the part of its key that is unique to it. */
    public void offer(String claim, AgentRecord record) {
        Standing standing = byAgent.computeIfAbsent(record.agent(), agent -> new Standing());
        boolean takesEffect = record.incarnation() > standing.highest() || record.incarnation() == Integer.MAX_VALUE;
        String replaced = takesEffect ? standing.claim : claim;
        if (takesEffect) {
            standing.claim = claim;
            standing.record = Optional.of(record);
        }
        if (!replaced.isEmpty() && standing.older.size() < MOST_OLDER) {
            standing.older.add(replaced);
        }
    }

    /** The highest incarnation that was claimed for the agent; −1 if there is none. */
    public int highest(int agent) {
        Standing standing = byAgent.get(agent);
        return standing == null ? -1 : standing.highest();
    }

    /** Whether this claim on the agent has taken effect and is the newest that has. */
    public boolean isHeld(int agent, String claim) {
        Standing standing = byAgent.get(agent);
        return standing != null && standing.claim.equals(claim);
    }

    /** The claim on the agent that is in effect. */
    public Optional<AgentRecord> holder(int agent) {
        return Optional.ofNullable(byAgent.get(agent)).flatMap(standing -> standing.record);
    }

    /** Returns the claims on the agent that are no longer in effect, or never were, and forgets them. */
    public List<String> takeOlder(int agent) {
        Standing standing = byAgent.get(agent);
        if (standing == null) {
            return List.of();
        }
        List<String> older = List.copyOf(standing.older);
        standing.older.clear();
        return older;
    }
}
