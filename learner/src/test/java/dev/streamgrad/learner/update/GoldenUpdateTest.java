package dev.streamgrad.learner.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.spec.AdvantageNormalisation;
import dev.streamgrad.contract.spec.Schedule;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.spec.ValueClipping;
import dev.streamgrad.learner.Golden;
import dev.streamgrad.learner.Specs;
import dev.streamgrad.learner.advantage.Advantages;
import dev.streamgrad.learner.advantage.GeneralizedAdvantageEstimation;
import dev.streamgrad.learner.advantage.Traces;
import dev.streamgrad.learner.loss.Minibatch;
import dev.streamgrad.learner.network.ActorCritic;
import dev.streamgrad.learner.network.TensorEngine;
import dev.streamgrad.learner.optimiser.ParameterStep;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares with whole PPO updates of Stable-Baselines3: advantages of a rollout, then two epochs of four minibatches in its order. */
class GoldenUpdateTest {

    /** Single precision: the peers' own difference from float64 is of this order. */
    private static final double FLOAT32 = 1e-5;

    static Stream<Golden.Case> cases() {
        return Golden.cases("ppo_update");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void advantagesAgreeWithStableBaselines3(Golden.Case golden) {
        int length = golden.get("T").asInt();
        int agents = golden.get("N").asInt();
        JsonNode rollout = golden.get("rollout");
        double[] values = agentMajor(rollout.get("values"), length, agents);
        boolean[] done = new boolean[values.length];
        boolean[] dones = Golden.booleans(rollout.get("dones"));
        double[] last = Golden.doubles(rollout.get("last_values"));
        double[] next = new double[values.length];
        boolean[] cut = new boolean[values.length];
        for (int row = 0; row < values.length; row++) {
            boolean end = (row + 1) % length == 0;
            done[row] = dones[row % length * agents + row / length];
            next[row] = done[row] ? 0 : end ? last[row / length] : values[row + 1];
            cut[row] = done[row] || end;
        }
        Traces traces = new Traces(length, agentMajor(rollout.get("rewards"), length, agents), values, next, cut);
        Advantages estimate = GeneralizedAdvantageEstimation.estimate(
                traces, golden.get("gamma").asDouble(), golden.get("lam").asDouble());
        JsonNode flat = golden.get("flat");
        assertThat(estimate.advantages()).containsExactly(Golden.doubles(flat.get("advantages")), within(2e-6));
        assertThat(estimate.targets()).containsExactly(Golden.doubles(flat.get("returns")), within(2e-6));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theWeightsAfterAllMinibatchesAgreeWithStableBaselines3(Golden.Case golden) {
        TrainingSpec spec = spec(golden);
        ParameterLayout layout = ParameterLayout.of(spec.environment(), spec.network());
        Permutations permutations = (epoch, rows) -> Arrays.stream(
                        Golden.doubles(golden.get("permutations").get(epoch)))
                .mapToInt(row -> (int) row)
                .toArray();
        try (NDManager manager = TensorEngine.newManager()) {
            ActorCritic networks = new ActorCritic(manager, spec, Golden.flat(golden.get("initial_params"), layout));
            ParameterStep step = new ParameterStep(
                    spec.optimiser(),
                    ParameterStep.initialStates(spec.optimiser(), layout.actorSize(), layout.size()),
                    networks.parameters(),
                    layout.actorSize(),
                    manager);
            double[] rates = {golden.get("lr").asDouble()};
            GradientDescent descent = new GradientDescent(
                    spec, Objective.at(spec, 0), networks, step, GradientExchange.LOCAL, rates, manager);
            StepMetrics metrics = descent.run(inputs(golden, spec, manager), permutations);
            float[] expected = Golden.flat(golden.get("final_params"), layout);
            assertThat(networks.parameters().toFloatArray()).containsExactly(expected, within((float) FLOAT32));
            JsonNode logged = golden.get("logged");
            assertThat(metrics.steps()).isEqualTo(8);
            assertThat(metrics.policyLoss()).isCloseTo(logged.get("policy_loss").asDouble(), within(FLOAT32));
            assertThat(metrics.valueLoss()).isCloseTo(logged.get("value_loss").asDouble(), within(FLOAT32));
            assertThat(metrics.entropy()).isCloseTo(logged.get("entropy").asDouble(), within(FLOAT32));
            // Stable-Baselines3 logs the last epoch's mean; the learner's is the mean over all steps.
            assertThat(metrics.approximateKl()).isCloseTo(mean(golden.get("minibatches"), "approx_kl"), within(1e-6));
            assertThat(metrics.gradientNorm()).isCloseTo(mean(golden.get("minibatches"), "grad_norm"), within(FLOAT32));
            assertThat(metrics.clipFraction())
                    .isCloseTo(logged.get("clip_fraction").asDouble(), within(1e-9));
        }
    }

    private static double mean(JsonNode minibatches, String key) {
        double sum = 0;
        for (JsonNode minibatch : minibatches) {
            sum += minibatch.get(key).asDouble();
        }
        return sum / minibatches.size();
    }

    private static UpdateInputs inputs(Golden.Case golden, TrainingSpec spec, NDManager manager) {
        JsonNode flat = golden.get("flat");
        double[] advantages = Golden.doubles(flat.get("advantages"));
        int rows = advantages.length;
        float[] actions = NetworkInputs.features(spec.environment().actionSpace(), Golden.floats(flat.get("actions")));
        float[] ones = new float[rows];
        Arrays.fill(ones, 1);
        float[] observations = Golden.floats(flat.get("obs"));
        Minibatch all = new Minibatch(
                manager.create(observations, new Shape(rows, observations.length / rows)),
                manager.create(actions, new Shape(rows, actions.length / rows)),
                manager.create(Golden.floats(flat.get("advantages"))),
                manager.create(Golden.floats(flat.get("returns"))),
                manager.create(Golden.floats(flat.get("old_log_probs"))),
                manager.create(Golden.floats(flat.get("old_values"))),
                manager.create(ones),
                new NDList(),
                new NDList());
        return new UpdateInputs(
                all, advantages, Golden.doubles(flat.get("returns")), Golden.doubles(flat.get("old_values")), 0, 0);
    }

    private static TrainingSpec spec(Golden.Case golden) {
        Specs specs = new Specs();
        JsonNode parameters = golden.get("initial_params");
        specs.hidden = parameters.get("pi.0.bias").size();
        specs.observations = Specs.box(parameters.get("pi.0.weight").get(0).size());
        int outputs = parameters.get("pi.2.bias").size();
        specs.actions = parameters.has("log_std") ? Specs.box(outputs) : new Discrete(outputs);
        specs.epochs = golden.get("n_epochs").asInt();
        specs.minibatchSize = golden.get("minibatch_size").asInt();
        specs.normalise = AdvantageNormalisation.MINIBATCH;
        specs.learningRate = Schedule.constant(golden.get("lr").asDouble());
        if (!golden.get("clip_range_vf").isNull()) {
            specs.valueClipping = ValueClipping.PREDICTION;
            specs.valueClipRange = golden.get("clip_range_vf").asDouble();
        }
        return specs.build();
    }

    private static double[] agentMajor(JsonNode timeMajor, int length, int agents) {
        return Golden.agentMajor(Golden.doubles(timeMajor), length, agents);
    }
}
