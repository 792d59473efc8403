package dev.streamgrad.job.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.actor.AgentPool;
import dev.streamgrad.contract.inspection.BlockInspection;
import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.ActionTransform;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import dev.streamgrad.contract.spec.Faults;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.SpecOptions;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.EnvironmentEntry;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.learner.rollout.Assembly;
import dev.streamgrad.learner.rollout.Rollout;
import dev.streamgrad.learner.rollout.RolloutAssembler;
import dev.streamgrad.learner.rollout.RolloutBatch;
import dev.streamgrad.learner.update.Learner;
import dev.streamgrad.learner.update.PolicyPublication;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights so large that they are finite, but the outputs are not: updates are skipped until the policy fails. */
class DivergedPolicyTest {

    private static final int MOST_UPDATES = 60;

    @ParameterizedTest
    @CsvSource({
        "CartPole-v1, ppo, false",
        "CartPole-v1, a2c, false",
        "Pendulum-v1, ppo, false",
        "Pendulum-v1, ppo, true",
        "Pendulum-v1, a2c, false"
    })
    void updatesAreSkippedUntilThePolicyFails(String environment, String algorithm, boolean stateDependent) {
        TrainingSpec spec = spec(environment, algorithm, stateDependent);
        int agents = spec.rollouts().agents();
        AgentPool pool = AgentPool.fresh(spec, EnvironmentRegistry.standard(), 0, agents);
        List<Assembly> assemblies = new ArrayList<>(java.util.Collections.nCopies(agents, Assembly.EMPTY));
        try (Learner learner = new Learner()) {
            LearnerState state = enormous(spec, Learner.initialState(spec));
            while (state.skippedInARow() < spec.update().maxSkippedUpdates()) {
                pool.load(PolicyPublication.publication(spec, state, false));
                List<Rollout> rollouts = act(spec, pool, assemblies);
                state = learner.update(spec, state, RolloutBatch.of(spec, rollouts))
                        .state();
                assertThat(state.version()).isLessThan(MOST_UPDATES);
            }
            assertThat(PolicyPublication.failure(state))
                    .contains("updates in a row were skipped")
                    .contains("not finite");
        }
    }

    /** Finite weights, as after a few steps with a learning rate of 10 in a network of 16 layers. */
    private static LearnerState enormous(TrainingSpec spec, LearnerState initial) {
        float[] parameters = initial.parameters().clone();
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = parameters[i] < 0 ? -100 : 100;
        }
        if (spec.environment().id().startsWith("Pendulum")) {
            var logStd = dev.streamgrad.contract.network.ParameterLayout.of(spec.environment(), spec.network())
                    .tensor("log_std");
            Arrays.fill(parameters, logStd.offset(), logStd.offset() + logStd.size(), 0);
        }
        return new LearnerState(
                initial.policyId(),
                0,
                0,
                0,
                parameters,
                initial.optimisers(),
                initial.observations(),
                initial.rewards(),
                initial.episodes(),
                0,
                0,
                0,
                0,
                0,
                initial.lastLineage(),
                "");
    }

    private static List<Rollout> act(TrainingSpec spec, AgentPool pool, List<Assembly> assemblies) {
        RolloutAssembler assembler = new RolloutAssembler(spec);
        List<Rollout> rollouts = new ArrayList<>();
        long rollout = pool.rollout();
        while (pool.rollout() == rollout) {
            pool.step(block -> {
                assertThat(BlockInspection.fault(spec, block)).isEmpty();
                rollouts.addAll(take(assembler, assemblies, block));
            });
        }
        return rollouts;
    }

    private static List<Rollout> take(RolloutAssembler assembler, List<Assembly> assemblies, TransitionBlock block) {
        RolloutAssembler.Result result = assembler.offer(assemblies.get(block.agent()), block);
        assemblies.set(block.agent(), result.state());
        return result.completed();
    }

    private static TrainingSpec spec(String id, String algorithm, boolean stateDependent) {
        ObjectNode tree = (ObjectNode) SpecJson.tree(SmallTraining.spec("diverged", 0));
        EnvironmentEntry entry = EnvironmentRegistry.standard().entry(id);
        tree.set(
                "environment",
                SpecJson.tree(
                        EnvironmentSpec.of(id, entry.observationSpace(), entry.actionSpace(), ActionTransform.CLIP)));
        Faults faults = new Faults();
        SpecOptions.set(tree, "update.algorithm", algorithm, faults);
        SpecOptions.set(tree, "network.hidden", "8,8,8,8,8,8,8,8,8,8,8,8,8,8,8,8", faults);
        SpecOptions.set(tree, "network.activation", "relu", faults);
        SpecOptions.set(tree, "network.stateDependentExploration", Boolean.toString(stateDependent), faults);
        SpecOptions.set(tree, "optimiser.learningRate", "10", faults);
        SpecOptions.set(tree, "budget.totalSteps", "1000000", faults);
        faults.throwIfAny();
        return SpecJson.read(tree);
    }
}
