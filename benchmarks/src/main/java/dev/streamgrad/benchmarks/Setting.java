package dev.streamgrad.benchmarks;

import dev.streamgrad.cli.spec.SpecRequest;
import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.rollout.Assembly;
import dev.streamgrad.learner.rollout.Rollout;
import dev.streamgrad.learner.rollout.RolloutAssembler;
import dev.streamgrad.learner.rollout.RolloutBatch;
import dev.streamgrad.learner.update.Learner;
import dev.streamgrad.learner.update.PolicyTraining;
import dev.streamgrad.simulator.acting.AgentPool;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A CartPole training at its first rollout. */
record Setting(TrainingSpec spec, LearnerState state, List<TransitionBlock> blocks, RolloutBatch batch) {

    static Setting of(String algorithm, String... settings) {
        TrainingSpec spec = new SpecRequest(algorithm, "CartPole-v1", Map.of(), List.of(settings))
                .resolve(EnvironmentRegistry.standard());
        LearnerState state = Learner.initialState(spec);
        List<TransitionBlock> blocks = new ArrayList<>();
        AgentPool pool = pool(spec, state);
        while (pool.rollout() == 0) {
            pool.step(blocks::add);
        }
        int agents = spec.rollouts().agents();
        Rollout[] rollouts = new Rollout[agents];
        Assembly[] assemblies = new Assembly[agents];
        java.util.Arrays.fill(assemblies, Assembly.EMPTY);
        for (TransitionBlock block : blocks) {
            var result = new RolloutAssembler(spec).offer(assemblies[block.agent()], block);
            assemblies[block.agent()] = result.state();
            result.completed().forEach(rollout -> rollouts[block.agent()] = rollout);
        }
        return new Setting(spec, state, blocks, RolloutBatch.of(spec, List.of(rollouts)));
    }

    static AgentPool pool(TrainingSpec spec, LearnerState state) {
        AgentPool pool = AgentPool.fresh(
                spec, EnvironmentRegistry.standard(), 0, spec.rollouts().agents());
        pool.load(PolicyTraining.publication(spec, state, false));
        return pool;
    }
}
