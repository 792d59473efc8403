package dev.streamgrad.training;

import dev.streamgrad.actor.AgentPool;
import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.learner.rollout.Assembly;
import dev.streamgrad.learner.rollout.Rollout;
import dev.streamgrad.learner.rollout.RolloutAssembler;
import dev.streamgrad.learner.rollout.RolloutBatch;
import dev.streamgrad.learner.update.Learner;
import dev.streamgrad.learner.update.PolicyPublication;
import dev.streamgrad.learner.update.UpdateResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Trains with the same state machines in one thread, without Kafka and Flink: the reference for all other ways to train. Acts rollout r
 * with version max(0, r − lag), then updates.
 */
public final class SerialTraining {

    private final TrainingSpec spec;
    private final AgentPool pool;
    private final RolloutAssembler assembler;
    private final Assembly[] assemblies;
    private final Rollout[] current;
    private final Deque<PolicyUpdate> versions = new ArrayDeque<>();

    /** A training from version 0. */
    public SerialTraining(TrainingSpec spec, EnvironmentRegistry registry) {
        this.spec = spec;
        int agents = spec.rollouts().agents();
        pool = AgentPool.fresh(spec, registry, 0, agents);
        assembler = new RolloutAssembler(spec);
        assemblies = new Assembly[agents];
        Arrays.fill(assemblies, Assembly.EMPTY);
        current = new Rollout[agents];
    }

    /** Trains to the end, or until {@code stop} returns true. */
    public PolicyStatus.State run(TrainingListener listener, BooleanSupplier stop) {
        try (Learner learner = new Learner()) {
            LearnerState state = Learner.initialState(spec);
            publish(PolicyPublication.publication(spec, state, false), listener);
            while (!stop.getAsBoolean()) {
                UpdateResult result = learner.update(spec, state, act());
                state = result.state();
                boolean failed = state.skippedInARow() >= spec.update().maxSkippedUpdates();
                publish(PolicyPublication.publication(spec, state, result.finished() || failed), listener);
                result.episodes().forEach(listener::onMetrics);
                listener.onMetrics(result.metrics());
                if (result.finished() || failed) {
                    String reason = failed
                            ? PolicyPublication.failure(state)
                            : PolicyPublication.shortfall(spec, state).orElse("");
                    PolicyStatus.State end = reason.isEmpty() ? PolicyStatus.State.FINISHED : PolicyStatus.State.FAILED;
                    listener.onStatus(
                            new PolicyStatus(spec.policyId(), end, reason, state.version(), state.incarnation()));
                    return end;
                }
            }
            return PolicyStatus.State.STOPPED;
        }
    }

    private void publish(PolicyUpdate policy, TrainingListener listener) {
        versions.addLast(policy);
        if (versions.size() > spec.rollouts().lag() + 1) {
            versions.removeFirst();
        }
        listener.onPolicy(policy);
    }

    private RolloutBatch act() {
        long rollout = pool.rollout();
        pool.load(versions.getFirst());
        while (pool.rollout() == rollout) {
            pool.step(this::take);
        }
        return RolloutBatch.of(spec, new ArrayList<>(List.of(current)));
    }

    private void take(TransitionBlock block) {
        RolloutAssembler.Result result = assembler.offer(assemblies[block.agent()], block);
        assemblies[block.agent()] = result.state();
        result.completed().forEach(rollout -> current[block.agent()] = rollout);
    }
}
