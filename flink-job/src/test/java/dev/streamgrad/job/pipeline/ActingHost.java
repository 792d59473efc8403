package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.simulator.acting.AgentHistory;
import dev.streamgrad.simulator.acting.AgentPool;
import dev.streamgrad.simulator.acting.AgentStart;
import dev.streamgrad.simulator.acting.RecentPolicies;
import dev.streamgrad.simulator.acting.VersionGoneException;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A simulator's memory, lost when it dies: what it has read of the policies, its agents, and blocks that have not arrived. */
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

    /** Begins a life, by what the topics hold: where they contradict each other, once the learner publishes again. */
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
        List<AgentStart> starts = histories.stream()
                .map(history -> history.resume(0, recent.position()))
                .toList();
        pool = Optional.of(new AgentPool(spec, EnvironmentRegistry.standard(), starts));
    }

    /** Reads the next publication, if there is one; false if the version that is waited for is kept no longer. */
    boolean follow(List<Published> policies) {
        if (read < policies.size()) {
            Published next = policies.get(read++);
            boolean said = recent.offer(next.update(), next.at());
            if (pool.isEmpty() && said) {
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

    /** So many records that it had read are there no longer. */
    void compacted(int removed) {
        read = Math.max(0, read - removed);
    }

    /** One time step, if the version that must act is there. */
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

    /** The next block that arrives. */
    Optional<TransitionBlock> delivered() {
        return inFlight.isEmpty() ? Optional.empty() : Optional.of(inFlight.remove(0));
    }
}
