package dev.streamgrad.learner.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.spec.Algorithm;
import dev.streamgrad.contract.spec.OptimiserKind;
import dev.streamgrad.contract.spec.Schedule;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.spec.ValueClipping;
import dev.streamgrad.learner.Golden;
import dev.streamgrad.learner.Specs;
import dev.streamgrad.learner.loss.Minibatch;
import dev.streamgrad.learner.network.ActorCritic;
import dev.streamgrad.learner.network.TensorEngine;
import dev.streamgrad.learner.optimiser.ParameterStep;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares losses, gradients and steps with those that Stable-Baselines3 and CleanRL compute in float32 with torch's tape. */
class GoldenLossTest {

    /** For two float32 computations of the same formula in different orders; the peers' own difference from float64 is 5e-8 … 2e-7. */
    private static final double FLOAT32 = 2e-6;

    /** Ten Adam steps of 3e-4 divide by a root near zero, which amplifies differences of the last bits. */
    private static final double AFTER_STEPS = 1e-5;

    static Stream<Golden.Case> ppo() {
        return Stream.concat(Golden.cases("ppo_loss"), Golden.cases("ppo_loss_64"));
    }

    static Stream<Golden.Case> a2c() {
        return Golden.cases("a2c_loss");
    }

    static Stream<Golden.Case> separate() {
        return Golden.cases("a2c_separate");
    }

    @ParameterizedTest
    @MethodSource("ppo")
    void ppoAgreesWithStableBaselines3(Golden.Case golden) {
        Specs specs = specs(golden.json());
        specs.learningRate = Schedule.constant(golden.get("lr").asDouble());
        specs.epsilon = golden.get("adam_eps").asDouble();
        if (!golden.get("clip_range_vf").isNull()) {
            specs.valueClipping = ValueClipping.PREDICTION;
            specs.valueClipRange = golden.get("clip_range_vf").asDouble();
        }
        check(
                golden.json(),
                specs.build(),
                10,
                golden.get("normalize_advantage").asBoolean());
    }

    @ParameterizedTest
    @MethodSource("a2c")
    void a2cAgreesWithStableBaselines3(Golden.Case golden) {
        Specs specs = specs(golden.json());
        specs.algorithm = Algorithm.A2C;
        specs.optimiser = switch (golden.get("optimizer").asText()) {
            case "RMSpropTFLike" -> OptimiserKind.RMSPROP_TF;
            case "RMSprop" -> OptimiserKind.RMSPROP;
            default -> OptimiserKind.ADAM;
        };
        specs.learningRate =
                Schedule.constant(golden.get("optimizer_settings").get("lr").asDouble());
        check(golden.json(), specs.build(), 5, golden.get("normalize_advantage").asBoolean());
    }

    @ParameterizedTest
    @MethodSource("separate")
    void twoOptimisersAgreeWithTwoTorchAdams(Golden.Case golden) {
        JsonNode file = Golden.file("a2c_separate");
        Specs specs = new Specs();
        specs.algorithm = Algorithm.A2C;
        specs.separate = true;
        specs.learningRate = Schedule.constant(golden.get("lr_actor").asDouble());
        specs.criticLearningRate = golden.get("lr_critic").asDouble();
        specs.epsilon = golden.get("adam_eps").asDouble();
        specs.entropyCoefficient = golden.get("ent_coef").asDouble();
        specs.maxGradNorm = golden.get("max_grad_norm").isNull()
                ? OptionalDouble.empty()
                : OptionalDouble.of(golden.get("max_grad_norm").asDouble());
        TrainingSpec spec = specs.build();
        ParameterLayout layout = ParameterLayout.of(spec.environment(), spec.network());
        try (Steps steps = new Steps(spec, Golden.flat(file.get("initial_params"), layout), file.get("batch"), false)) {
            float[] gradient = steps.next();
            assertClose(gradient, Golden.flat(golden.get("grads"), layout), FLOAT32);
            assertThat(steps.means[0] - spec.loss().entropyCoefficient().initial() * steps.means[2])
                    .isCloseTo(golden.get("steps").get(0).get("actor_loss").asDouble(), within(FLOAT32));
            assertThat(steps.means[1])
                    .isCloseTo(
                            (float) golden.get("steps")
                                    .get(0)
                                    .get("critic_loss")
                                    .asDouble(),
                            within(5e-6f));
            assertClose(steps.parameters(), Golden.flat(golden.get("params_after_1"), layout), FLOAT32);
            for (int i = 1; i < 5; i++) {
                steps.next();
            }
            assertClose(steps.parameters(), Golden.flat(golden.get("params_after_5"), layout), AFTER_STEPS);
        }
    }

    @Test
    void valueClippingByTheMaximumAgreesWithCleanRl() {
        JsonNode file = Golden.file("ppo_loss");
        JsonNode base = file.get("cases").get(0);
        for (JsonNode golden : file.get("cleanrl")) {
            Specs specs = specs(base);
            boolean clipped = golden.get("name").asText().equals("cleanrl_clip_vloss");
            specs.valueClipping = clipped ? ValueClipping.MAXIMUM : ValueClipping.NONE;
            // CleanRL halves the value loss in both forms; the learner halves only the clipped one, as documented.
            specs.valueCoefficient = clipped ? 0.5 : 0.25;
            TrainingSpec spec = specs.build();
            ParameterLayout layout = ParameterLayout.of(spec.environment(), spec.network());
            try (Steps steps =
                    new Steps(spec, Golden.flat(base.get("initial_params"), layout), base.get("batch"), true)) {
                assertClose(steps.next(), Golden.flat(golden.get("grads"), layout), FLOAT32);
                assertThat((double) steps.means[1] * (clipped ? 1 : 0.5))
                        .isCloseTo(golden.get("losses").get("value_loss").asDouble(), within(FLOAT32));
            }
        }
    }

    private static void check(JsonNode golden, TrainingSpec spec, int count, boolean normalised) {
        ParameterLayout layout = ParameterLayout.of(spec.environment(), spec.network());
        JsonNode outputs = golden.get("outputs");
        JsonNode losses = outputs.get("losses");
        boolean large = golden.get("name").asText().equals("hidden64");
        JsonNode grads = large ? Golden.file("ppo_loss_64_grads").get("grads") : outputs.get("grads");
        String after = "params_after_" + count;
        JsonNode last = large ? Golden.file("ppo_loss_64_after10").get(after) : outputs.get(after);
        try (Steps steps =
                new Steps(spec, Golden.flat(golden.get("initial_params"), layout), golden.get("batch"), normalised)) {
            assertClose(steps.next(), Golden.flat(grads, layout), FLOAT32);
            assertThat((double) steps.means[0])
                    .isCloseTo(losses.get("policy_loss").asDouble(), within(FLOAT32));
            assertThat((double) steps.means[1])
                    .isCloseTo(losses.get("value_loss").asDouble(), within(FLOAT32));
            assertThat((double) steps.means[2]).isCloseTo(losses.get("entropy").asDouble(), within(FLOAT32));
            if (losses.has("approx_kl")) {
                assertThat((double) steps.means[3])
                        .isCloseTo(losses.get("approx_kl").asDouble(), within(FLOAT32));
                assertThat((double) steps.means[4])
                        .isCloseTo(losses.get("clip_fraction").asDouble(), within(FLOAT32));
            }
            assertThat((double) steps.norm).isCloseTo(outputs.get("grad_norm").asDouble(), within(FLOAT32));
            if (!large) {
                assertClose(steps.clipped, Golden.flat(outputs.get("clipped_grads"), layout), FLOAT32);
                assertClose(steps.parameters(), Golden.flat(outputs.get("params_after_1"), layout), FLOAT32);
            }
            for (int i = 1; i < count; i++) {
                steps.next();
            }
            assertClose(steps.parameters(), Golden.flat(last, layout), AFTER_STEPS);
        }
    }

    private static Specs specs(JsonNode golden) {
        Specs specs = new Specs();
        JsonNode parameters = golden.get("initial_params");
        specs.hidden = parameters.get("pi.0.bias").size();
        specs.observations = Specs.box(parameters.get("pi.0.weight").get(0).size());
        int outputs = parameters.get("pi.2.bias").size();
        specs.actions = parameters.has("log_std") ? Specs.box(outputs) : new Discrete(outputs);
        return specs;
    }

    private static void assertClose(float[] actual, float[] expected, double tolerance) {
        assertThat(actual).containsExactly(expected, within((float) tolerance));
    }

    /** Takes steps on one fixed minibatch. */
    private static final class Steps implements AutoCloseable {
        private final NDManager manager = TensorEngine.newManager();
        private final TrainingSpec spec;
        private final Objective objective;
        private final ActorCritic networks;
        private final ParameterStep step;
        private final Minibatch minibatch;
        private float[] means = new float[0];
        private float[] clipped = new float[0];
        private float norm;

        Steps(TrainingSpec spec, float[] parameters, JsonNode batch, boolean normalised) {
            this.spec = spec;
            objective = Objective.at(spec, 0);
            networks = new ActorCritic(manager, spec, parameters);
            int actorSize = networks.layout().actorSize();
            step = new ParameterStep(
                    spec.optimiser(),
                    ParameterStep.initialStates(spec.optimiser(), actorSize, parameters.length),
                    networks.parameters(),
                    actorSize,
                    manager);
            int rows = batch.get("obs").size();
            float[] actions =
                    NetworkInputs.features(spec.environment().actionSpace(), Golden.floats(batch.get("actions")));
            float[] advantages = Golden.floats(batch.get("advantages"));
            if (normalised) {
                double[] raw = new double[rows];
                int[] order = new int[rows];
                for (int i = 0; i < rows; i++) {
                    raw[i] = advantages[i];
                    order[i] = i;
                }
                AdvantageNormaliser.normalise(raw, order, 0, rows, advantages);
            }
            float[] old = batch.has("old_log_probs") ? Golden.floats(batch.get("old_log_probs")) : new float[rows];
            float[] ones = new float[rows];
            java.util.Arrays.fill(ones, 1);
            minibatch = new Minibatch(
                    manager.create(Golden.floats(batch.get("obs")))
                            .reshape(new Shape(
                                    rows, spec.environment().observationSpace().features())),
                    manager.create(actions).reshape(new Shape(rows, actions.length / rows)),
                    manager.create(advantages),
                    manager.create(Golden.floats(batch.get("returns"))),
                    manager.create(old),
                    manager.create(Golden.floats(batch.get("old_values"))),
                    manager.create(ones),
                    new NDList(),
                    new NDList());
        }

        /** Takes a step and returns the gradient before clipping. */
        float[] next() {
            Objective.LossGradient loss = objective.gradient(networks, minibatch, minibatch.rows());
            float[] gradient = loss.gradient().toFloatArray();
            means = loss.means().toFloatArray();
            double[] rates = {
                spec.optimiser().learningRate().initial(),
                spec.optimiser().criticLearningRate().initial()
            };
            norm = step.step(loss.gradient(), rates).toFloatArray()[0];
            clipped = loss.gradient().toFloatArray();
            return gradient;
        }

        float[] parameters() {
            return networks.parameters().toFloatArray();
        }

        @Override
        public void close() {
            manager.close();
        }
    }
}
