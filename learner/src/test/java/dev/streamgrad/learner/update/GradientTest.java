package dev.streamgrad.learner.update;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.network.ParameterLayout.Tensor;
import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.MultiBinary;
import dev.streamgrad.contract.space.MultiDiscrete;
import dev.streamgrad.contract.spec.Activation;
import dev.streamgrad.contract.spec.Algorithm;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.spec.ValueClipping;
import dev.streamgrad.learner.Specs;
import dev.streamgrad.learner.loss.Minibatch;
import dev.streamgrad.learner.network.ActorCritic;
import dev.streamgrad.learner.network.TensorEngine;
import dev.streamgrad.learner.rollout.RolloutBatch;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares the closed-form gradient with central differences of an independent float64 loss. */
class GradientTest {

    private static final double STEP = 1e-5;

    /**
     * Central differences are accurate to about 1e-9 here. The gradient itself is float32, whose spacing is 1.2e-7 at 1.2, the size of its
     * largest elements. The largest difference of any element is 9e-8.
     */
    private static final double TOLERANCE = 5e-7;

    @ParameterizedTest
    @CsvSource({
        "A2C,discrete,NONE",
        "A2C,normal,NONE",
        "PPO,discrete,NONE",
        "PPO,normal,NONE",
        "PPO,discrete,PREDICTION",
        "PPO,normal,MAXIMUM",
        "A2C,gsde,NONE",
        "PPO,gsde,NONE",
        "A2C,several,NONE",
        "PPO,several,NONE",
        "A2C,switches,NONE",
        "PPO,switches,NONE",
        "A2C,masked,NONE",
        "PPO,masked,NONE",
        "PPO,several masked,NONE"
    })
    void theGradientIsTheSlopeOfTheLoss(Algorithm algorithm, String actions, ValueClipping clipping) {
        Specs specs = new Specs();
        specs.algorithm = algorithm;
        specs.actions = switch (actions) {
            case "normal", "gsde" -> Specs.box(2);
            case "several", "several masked" -> new MultiDiscrete(new int[] {3, 2});
            case "switches" -> new MultiBinary(3);
            case "masked" -> new Discrete(4);
            default -> specs.actions;
        };
        specs.actionMasks = actions.endsWith("masked");
        specs.stateDependentExploration = actions.equals("gsde");
        specs.valueClipping = clipping;
        specs.hidden = 5;
        compare(specs);
    }

    @ParameterizedTest
    @CsvSource({
        "TANH,6,5,2,'3',3,1",
        "TANH,6,5,2,'3',2,2",
        "TANH,6,6,2,'3,2',2,1",
        "TANH,8,9,1,'2,3',3,2",
        "RELU,7,6,1,'2,3',2,2",
        "RELU,5,5,3,'2,2,2',2,1"
    })
    void theGradientIsTheSlopeOfTheLossWithConvolutions(
            Activation activation, int height, int width, int channels, String filters, int kernel, int stride) {
        Specs specs = new Specs();
        specs.observations = Specs.grid(height, width, channels);
        specs.activation = activation;
        // After a window of dead units a zero bias would be exactly at the kink of max(0, x), where there is no slope.
        specs.orthogonal = activation != Activation.RELU;
        specs.filters = Arrays.stream(filters.split(",", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        specs.kernel = kernel;
        specs.stride = stride;
        specs.hidden = 4;
        specs.agents = 2;
        specs.rolloutLength = 8;
        compare(specs);
    }

    private static void compare(Specs specs) {
        specs.entropyCoefficient = 1;
        TrainingSpec spec = specs.build();
        LearnerState state = withLargeHead(spec, Learner.initialState(spec));
        RolloutBatch batch = Batches.random(spec, state, 1);
        int rows = batch.rows();
        float[] old = new float[rows];
        float[] advantages = new float[rows];
        float[] targets = new float[rows];
        float[] oldValues = new float[rows];
        for (int row = 0; row < rows; row++) {
            old[row] = batch.logProbabilities()[row] + 0.15f * (row % 5 - 2);
            advantages[row] = (float) batch.rewards()[row];
            targets[row] = (row % 7) / 3f - 1;
            oldValues[row] = (row % 4) / 5f - 0.3f;
        }
        float[] gradient = closedForm(spec, state, batch, old, advantages, targets, oldValues);
        for (int i = 0; i < gradient.length; i++) {
            double slope = (loss(spec, state, batch, old, advantages, targets, oldValues, i, STEP)
                            - loss(spec, state, batch, old, advantages, targets, oldValues, i, -STEP))
                    / (2 * STEP);
            assertThat(Math.abs(gradient[i] - slope)).as("parameter %d", i).isLessThan(TOLERANCE);
        }
    }

    /** Scales the head to order 1: initially it is so small that all choices are equally likely, where the entropy has no slope. */
    private static LearnerState withLargeHead(TrainingSpec spec, LearnerState state) {
        Tensor head = ParameterLayout.of(spec.environment(), spec.network()).tensor("pi.2.weight");
        float[] parameters = state.parameters().clone();
        for (int i = 0; i < head.size(); i++) {
            parameters[head.offset() + i] *= spec.network().orthogonal() ? 100 : 1;
        }
        return States.with(state, parameters);
    }

    private static float[] closedForm(
            TrainingSpec spec,
            LearnerState state,
            RolloutBatch batch,
            float[] old,
            float[] advantages,
            float[] targets,
            float[] oldValues) {
        int rows = batch.rows();
        float[] ones = new float[rows];
        Arrays.fill(ones, 1);
        float[] actions = NetworkInputs.features(spec.environment().actionSpace(), batch.actions());
        try (NDManager manager = TensorEngine.newManager()) {
            ActorCritic networks = new ActorCritic(manager, spec, state.parameters());
            Minibatch minibatch = new Minibatch(
                    manager.create(batch.observations(), new Shape(rows, batch.features())),
                    manager.create(actions, new Shape(rows, actions.length / rows)),
                    manager.create(advantages),
                    manager.create(targets),
                    manager.create(old),
                    manager.create(oldValues),
                    manager.create(ones),
                    batch.actionMasks().length == 0
                            ? new NDList()
                            : new NDList(manager.create(
                                    batch.actionMasks(), new Shape(rows, batch.actionMasks().length / rows))),
                    new NDList());
            return Objective.at(spec, 0)
                    .gradient(networks, minibatch, rows)
                    .gradient()
                    .toFloatArray();
        }
    }

    private static double loss(
            TrainingSpec spec,
            LearnerState state,
            RolloutBatch batch,
            float[] old,
            float[] advantages,
            float[] targets,
            float[] oldValues,
            int moved,
            double by) {
        double[] parameters = new double[state.parameters().length];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = state.parameters()[i] + (i == moved ? by : 0);
        }
        ReferenceNetwork network = new ReferenceNetwork(spec, state, parameters);
        ReferenceNetwork unmoved = new ReferenceNetwork(spec, state);
        double sum = 0;
        for (int row = 0; row < batch.rows(); row++) {
            double logProbability = network.exploring(unmoved, batch, row).logProbability(batch, row);
            double value = network.value(batch.observations(), row * batch.features());
            double ratio = Math.exp(logProbability - old[row]);
            double policy = spec.update().algorithm() == Algorithm.A2C
                    ? -logProbability * advantages[row]
                    : -Math.min(ratio * advantages[row], Math.max(0.8, Math.min(1.2, ratio)) * advantages[row]);
            sum += policy
                    + 0.5 * valueLoss(spec, value, targets[row], oldValues[row])
                    - spec.loss().entropyCoefficient().initial() * network.entropy(batch, row);
        }
        return sum / batch.rows();
    }

    private static double valueLoss(TrainingSpec spec, double value, double target, double oldValue) {
        double plain = (value - target) * (value - target);
        double clippedValue = oldValue + Math.max(-0.2, Math.min(0.2, value - oldValue));
        double clipped = (clippedValue - target) * (clippedValue - target);
        return switch (spec.loss().valueClipping()) {
            case NONE -> plain;
            case PREDICTION -> clipped;
            case MAXIMUM -> 0.5 * Math.max(plain, clipped);
        };
    }
}
