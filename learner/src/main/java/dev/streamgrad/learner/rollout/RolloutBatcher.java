package dev.streamgrad.learner.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Batches the rollouts of a policy's agents: those of index r of all agents make version r + 1, ordered by agent. Which came first
 * does not matter.
 *
 * <table>
 * <caption>Rules, in this order; {@code next} is the index that is learned next</caption>
 * <tr><th>a rollout that</th><th>is</th></tr>
 * <tr><td>has no rows ({@link Withdrawal})</td><td>withdrawn: a provisional one in its place is dropped</td></tr>
 * <tr><td>has an index before next</td><td>stale: dropped, counted</td></tr>
 * <tr><td>is there already, whole</td><td>known: dropped</td></tr>
 * <tr><td>is provisional</td><td>kept, to fall back on</td></tr>
 * <tr><td>is none of these</td><td>waiting for its turn; a provisional one in its place is dropped</td></tr>
 * </table>
 *
 * <p>What waits lies in maps that the caller keeps, since a batch is too large to be copied whenever one of its rollouts comes; in the
 * job they are Flink's state. Rollouts themselves are never written.
 *
 * @param waiting whole rollouts, by {@link #place}
 * @param fallbacks provisional ones, by place
 * @param arrived how many whole ones wait, by index
 */
public record RolloutBatcher(Map<Long, Rollout> waiting, Map<Long, Rollout> fallbacks, Map<Long, Integer> arrived) {

    /** What became of a rollout. */
    public enum Outcome {
        STALE,
        KNOWN,
        KEPT,
        WITHDRAWN,
        WAITING
    }

    /** Takes a rollout. */
    public Outcome offer(long next, Rollout rollout) {
        long place = place(rollout.index(), rollout.agent());
        if (Withdrawal.is(rollout)) {
            fallbacks.remove(place);
            return Outcome.WITHDRAWN;
        }
        if (rollout.index() < next) {
            return Outcome.STALE;
        }
        if (waiting.containsKey(place)) {
            return Outcome.KNOWN;
        }
        if (rollout.provisional()) {
            fallbacks.put(place, rollout);
            return Outcome.KEPT;
        }
        await(place, rollout);
        return Outcome.WAITING;
    }

    /** Whether the rollouts of this index of all agents wait. */
    public boolean complete(long index, int agents) {
        Integer count = arrived.get(index);
        return count != null && count == agents;
    }

    /** Takes a complete batch out, ordered by agent. */
    public List<Rollout> take(long index, int agents) {
        List<Rollout> rollouts = new ArrayList<>(agents);
        for (int agent = 0; agent < agents; agent++) {
            rollouts.add(Objects.requireNonNull(waiting.remove(place(index, agent))));
        }
        arrived.remove(index);
        return rollouts;
    }

    /** The agents whose rollouts of this index have not come. */
    public List<Integer> missing(long index, int agents) {
        List<Integer> silent = new ArrayList<>();
        for (int agent = 0; agent < agents; agent++) {
            if (!waiting.containsKey(place(index, agent))) {
                silent.add(agent);
            }
        }
        return silent;
    }

    /** Completes a batch with the provisional rollouts of all agents that are missing; changes nothing where one of them has none. */
    public boolean fallBack(long index, int agents) {
        List<Integer> silent = missing(index, agents);
        if (!silent.stream().allMatch(agent -> fallbacks.containsKey(place(index, agent)))) {
            return false;
        }
        for (int agent : silent) {
            long place = place(index, agent);
            await(place, Objects.requireNonNull(fallbacks.get(place)));
        }
        return true;
    }

    /** Lets everything go. */
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

    /** Where a rollout waits: agents are numbered below 2^16. */
    private static long place(long index, int agent) {
        return (index << 16) | agent;
    }
}
