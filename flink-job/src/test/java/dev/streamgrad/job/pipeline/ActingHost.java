package dev.streamgrad.job.pipeline;

import dev.streamgrad.actor.AgentHistory;
import dev.streamgrad.actor.AgentPool;
import dev.streamgrad.actor.RecentPolicies;
import dev.streamgrad.actor.ResumePoint;
import dev.streamgrad.actor.VersionGoneException;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.EnvironmentRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The memory of a simulator, lost when it dies: the policies that it has read, its agents, and its blocks that have not arrived. */
final class ActingHost {

    private final TrainingSpec spec;
    private final List<Integer> agents;
    private final List<TransitionBlock> inFlight = new ArrayList<>();
    private List<AgentHistory> histories = List.of();
    private RecentPolicies recent;
    private Optional<AgentPool> pool = Optional.empty();
    private int read;

    /** A record of the policies topic. */
    record Published(PolicyUpdate update, long at) {}

    ActingHost(TrainingSpec spec, List<Integer> agents) {
        this.spec = spec;
        this.agents = agents;
        recent = new RecentPolicies(spec.policyId(), spec.rollouts().lag());
    }

    List<Integer> agents() {
        return agents;
    }

    /** Starts from the content of the topics; if they contradict each other, the agents wait until the learner publishes again. */
    void start(RecentPolicies policies, int publications, List<AgentHistory> known) {
        inFlight.clear();
        recent = policies;
        read = publications;
        histories = known;
        pool = Optional.empty();
        if (!waits()) {
            resume();
        }
    }

    boolean waits() {
        return pool.isEmpty() && histories.stream().anyMatch(history -> history.isBehind(recent.position()));
    }

    private void resume() {
        List<ResumePoint> starts = histories.stream()
                .map(history -> history.resume(0, recent.position()))
                .toList();
        pool = Optional.of(new AgentPool(spec, EnvironmentRegistry.standard(), starts));
    }

    /** Reads the next publication, if there is one. Returns false if the version that the agents wait for is no longer kept. */
    boolean follow(List<Published> policies) {
        if (read < policies.size()) {
            Published next = policies.get(read++);
            boolean newPosition = recent.offer(next.update(), next.at());
            if (pool.isEmpty() && newPosition) {
                resume();
            }
        }
        try {
            pool.ifPresent(acting -> recent.find(spec.actingVersion(acting.rollout())));
            return true;
        } catch (VersionGoneException e) {
            return false;
        }
    }

    /** Compaction has removed this many records that the host had read. */
    void compacted(int removed) {
        read = Math.max(0, read - removed);
    }

    /** Acts for one time step, if the required version is available. */
    void act(Random chance) {
        if (pool.isEmpty() || pool.get().rollout() >= spec.updates()) {
            return;
        }
        AgentPool acting = pool.get();
        recent.find(spec.actingVersion(acting.rollout())).ifPresent(policy -> {
            acting.load(policy);
            acting.step(block -> {
                int row = chance.nextInt(block.rows());
                inFlight.addAll(row == 0 ? List.of(block) : Blocks.split(spec, block, row));
            });
        });
    }

    /** Removes the next block that arrives. */
    Optional<TransitionBlock> delivered() {
        return inFlight.isEmpty() ? Optional.empty() : Optional.of(inFlight.remove(0));
    }
}
