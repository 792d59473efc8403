package dev.streamgrad.learner.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Collects the rollouts of a policy's agents into batches: the rollouts of index r of all agents, ordered by agent, are the batch for
 * version r + 1. The order of arrival does not matter. A final rollout is one that is not provisional.
 *
 * <table>
 * <caption>Rules, in this order; {@code next} is the index that is learned next</caption>
 * <tr><th>a rollout that</th><th>is</th></tr>
 * <tr><td>has no rows ({@link RolloutRetraction})</td><td>withdrawn: the provisional rollout in its place is dropped</td></tr>
 * <tr><td>has an index before next</td><td>stale: dropped, counted</td></tr>
 * <tr><td>has the agent and index of a waiting one</td><td>known: dropped</td></tr>
 * <tr><td>is provisional</td><td>kept as a fallback</td></tr>
 * <tr><td>is final</td><td>waiting for the rest of its batch; the provisional rollout in its place is dropped</td></tr>
 * </table>
 *
 * <p>The rollouts are kept in maps that the caller owns, since a batch is too large to be copied for each of its rollouts; in the job the
 * maps are Flink state. The rollouts themselves are not modified.
 *
 * @param waiting rollouts that wait for the rest of their batch, by {@link #place}
 * @param fallbacks provisional rollouts, by place
 * @param arrived the number of waiting rollouts, by index
 */
public record RolloutBatcher(Map<Long, Rollout> waiting, Map<Long, Rollout> fallbacks, Map<Long, Integer> arrived) {

    /** How a rollout was handled. */
    public enum Placement {
        STALE,
        KNOWN,
        KEPT,
        WITHDRAWN,
        WAITING
    }

    /** Offers a rollout. */
    public Placement offer(long next, Rollout rollout) {
        long place = place(rollout.index(), rollout.agent());
        if (RolloutRetraction.is(rollout)) {
            fallbacks.remove(place);
            return Placement.WITHDRAWN;
        }
        if (rollout.index() < next) {
            return Placement.STALE;
        }
        if (waiting.containsKey(place)) {
            return Placement.KNOWN;
        }
        if (rollout.provisional()) {
            fallbacks.put(place, rollout);
            return Placement.KEPT;
        }
        await(place, rollout);
        return Placement.WAITING;
    }

    /** Whether the rollouts of this index of all agents are waiting. */
    public boolean complete(long index, int agents) {
        Integer count = arrived.get(index);
        return count != null && count == agents;
    }

    /** Removes and returns a complete batch, ordered by agent. */
    public List<Rollout> take(long index, int agents) {
        List<Rollout> rollouts = new ArrayList<>(agents);
        for (int agent = 0; agent < agents; agent++) {
            rollouts.add(Objects.requireNonNull(waiting.remove(place(index, agent))));
        }
        arrived.remove(index);
        return rollouts;
    }

    /** The agents whose rollouts of this index are missing. */
    public List<Integer> missing(long index, int agents) {
        List<Integer> missing = new ArrayList<>();
        for (int agent = 0; agent < agents; agent++) {
            if (!waiting.containsKey(place(index, agent))) {
                missing.add(agent);
            }
        }
        return missing;
    }

    /** Completes a batch with the provisional rollouts of all missing agents; changes nothing and returns false if one of them has none. */
    public boolean fallBack(long index, int agents) {
        List<Integer> missing = missing(index, agents);
        if (!missing.stream().allMatch(agent -> fallbacks.containsKey(place(index, agent)))) {
            return false;
        }
        for (int agent : missing) {
            long place = place(index, agent);
            await(place, Objects.requireNonNull(fallbacks.get(place)));
        }
        return true;
    }

    /** Removes all rollouts. */
    public void clear() {
        waiting.clear();
        fallbacks.clear();
        arrived.clear();
    }

    private void await(long place, Rollout rollout) {
        fallbacks.remove(place);
        waiting.put(place, rollout);
        arrived.merge(rollout.index(), 1, Integer::sum);
    }

    /** The key of a rollout; agent numbers are below 2^16. */
    private static long place(long index, int agent) {
        return (index << 16) | agent;
    }
}
