package dev.streamgrad.job.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.actor.AgentPool;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.Faults;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.SpecOptions;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.learner.rollout.Assembly;
import dev.streamgrad.learner.rollout.Rollout;
import dev.streamgrad.learner.rollout.RolloutAssembler;
import dev.streamgrad.learner.rollout.RolloutBatch;
import dev.streamgrad.learner.update.Learner;
import dev.streamgrad.learner.update.PolicyPublication;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A complete small training without disturbances: the blocks that the agents sent, and the hash of every version. */
public record SmallTraining(
        TrainingSpec spec, List<TransitionBlock> blocks, List<Rollout> rollouts, List<String> hashes) {

    public static TrainingSpec spec(String policyId, int lag) {
        try (InputStream stream = Objects.requireNonNull(SmallTraining.class.getResourceAsStream("/small-spec.json"))) {
            ObjectNode tree = (ObjectNode) SpecJson.parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            Faults faults = new Faults();
            SpecOptions.set(tree, "policyId", policyId, faults);
            SpecOptions.set(tree, "rollouts.lag", Integer.toString(lag), faults);
            faults.throwIfAny();
            return SpecJson.read(tree);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Acts and learns in one thread, with the learner's own classes. */
    public static SmallTraining run(TrainingSpec spec) {
        int agents = spec.rollouts().agents();
        AgentPool pool = AgentPool.fresh(spec, EnvironmentRegistry.standard(), 0, agents);
        RolloutAssembler assembler = new RolloutAssembler(spec);
        List<Assembly> assemblies = new ArrayList<>(java.util.Collections.nCopies(agents, Assembly.EMPTY));
        SmallTraining training = new SmallTraining(spec, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<PolicyUpdate> versions = new ArrayList<>();
        try (Learner learner = new Learner()) {
            var state = Learner.initialState(spec);
            versions.add(PolicyPublication.publication(spec, state, false));
            training.hashes.add(state.hash());
            for (int index = 0; index < spec.updates(); index++) {
                pool.load(versions.get((int) spec.actingVersion(index)));
                List<Rollout> batch = new ArrayList<>();
                while (pool.rollout() == index) {
                    pool.step(block -> {
                        training.blocks.add(block);
                        var result = assembler.offer(assemblies.get(block.agent()), block);
                        assemblies.set(block.agent(), result.state());
                        batch.addAll(result.completed());
                    });
                }
                training.rollouts.addAll(batch);
                state = learner.update(spec, state, RolloutBatch.of(spec, batch))
                        .state();
                versions.add(PolicyPublication.publication(spec, state, false));
                training.hashes.add(state.hash());
            }
        }
        return training;
    }
}
