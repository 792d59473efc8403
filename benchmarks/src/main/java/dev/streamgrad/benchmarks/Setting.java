package dev.streamgrad.benchmarks;

import dev.streamgrad.actor.AgentPool;
import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.rollout.Assembly;
import dev.streamgrad.learner.rollout.Rollout;
import dev.streamgrad.learner.rollout.RolloutAssembler;
import dev.streamgrad.learner.rollout.RolloutBatch;
import dev.streamgrad.learner.update.Learner;
import dev.streamgrad.learner.update.PolicyPublication;
import dev.streamgrad.training.spec.SpecRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A training with its first rollout batch. */
record Setting(TrainingSpec spec, LearnerState state, List<TransitionBlock> blocks, RolloutBatch batch) {

    private static final List<String> CONVOLUTION =
            List.of("filters=16", "kernel=3", "stride=1", "hidden=128", "activation=relu");

    /** CartPole with the perceptron of the preset. */
    static Setting of(String algorithm, String... settings) {
        return of("CartPole-v1", algorithm, List.of(settings));
    }

    /** MinAtar's shape: 16 filters of 3 × 3 over a grid of 10 × 10 × 4, then 128 hidden units. */
    static Setting convolutional(String algorithm, String... settings) {
        List<String> all = new ArrayList<>(CONVOLUTION);
        all.addAll(List.of(settings));
        return of(ScatteredCells.ID, algorithm, all);
    }

    private static Setting of(String environment, String algorithm, List<String> settings) {
        TrainingSpec spec =
                new SpecRequest(algorithm, environment, Map.of(), settings).resolve(ScatteredCells.registry());
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
                spec, ScatteredCells.registry(), 0, spec.rollouts().agents());
        pool.load(PolicyPublication.publication(spec, state, false));
        return pool;
    }
}
