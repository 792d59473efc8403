package dev.streamgrad.learner;

import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.DType;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.ActionTransform;
import dev.streamgrad.contract.spec.Activation;
import dev.streamgrad.contract.spec.AdvantageEstimator;
import dev.streamgrad.contract.spec.AdvantageNormalisation;
import dev.streamgrad.contract.spec.AdvantageSpec;
import dev.streamgrad.contract.spec.Algorithm;
import dev.streamgrad.contract.spec.BudgetSpec;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import dev.streamgrad.contract.spec.LossSpec;
import dev.streamgrad.contract.spec.NetworkSpec;
import dev.streamgrad.contract.spec.NormalisationSpec;
import dev.streamgrad.contract.spec.OptimiserKind;
import dev.streamgrad.contract.spec.OptimiserSpec;
import dev.streamgrad.contract.spec.RolloutSpec;
import dev.streamgrad.contract.spec.Schedule;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.spec.UpdateSpec;
import dev.streamgrad.contract.spec.ValueClipping;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;

/** Builds training specs for tests; each field can be set by itself. */
public final class Specs {

    public Space observations = box(4);
    public Space actions = new Discrete(2);
    public boolean actionMasks = false;
    public int hidden = 8;
    public boolean stateDependentExploration = false;
    public double logStdInitial = 0;
    public Activation activation = Activation.TANH;
    public boolean orthogonal = true;
    public int[] filters = {};
    public int kernel = 3;
    public int stride = 1;
    public Algorithm algorithm = Algorithm.PPO;
    public int agents = 4;
    public int rolloutLength = 16;
    public int lag = 0;
    public int epochs = 1;
    public int minibatchSize = 0;
    public int microbatchSize = 0;
    public OptionalDouble targetKl = OptionalDouble.empty();
    public int maxSkippedUpdates = 10;
    public double gamma = 0.99;
    public double lambda = 0.95;
    public AdvantageEstimator estimator = AdvantageEstimator.GAE;
    public AdvantageNormalisation normalise = AdvantageNormalisation.NONE;
    public double valueCoefficient = 0.5;
    public double entropyCoefficient = 0.01;
    public double clipRange = 0.2;
    public ValueClipping valueClipping = ValueClipping.NONE;
    public double valueClipRange = 0.2;
    public boolean decoupled = false;
    public OptimiserKind optimiser = OptimiserKind.ADAM;
    public Schedule learningRate = Schedule.constant(3e-4);
    public double criticLearningRate = 3e-4;
    public double epsilon = 1e-5;
    public OptionalDouble maxGradNorm = OptionalDouble.of(0.5);
    public boolean separate = false;
    public boolean normaliseObservations = false;
    public boolean normaliseRewards = false;
    public boolean warmUp = false;
    public long totalSteps = 1_000_000;
    public OptionalDouble targetReturn = OptionalDouble.empty();

    public static Box box(int size) {
        float[] low = new float[size];
        float[] high = new float[size];
        Arrays.fill(low, Float.NEGATIVE_INFINITY);
        Arrays.fill(high, Float.POSITIVE_INFINITY);
        return Box.of(low, high);
    }

    /** A space of small byte grids. */
    public static Box grid(int height, int width, int channels) {
        float[] high = new float[height * width * channels];
        Arrays.fill(high, 255);
        return new Box(DType.UINT8, new int[] {height, width, channels}, new float[high.length], high);
    }

    public TrainingSpec build() {
        return new TrainingSpec(
                "test",
                0,
                1,
                new EnvironmentSpec(
                        "Test-v0", observations, actions, ActionTransform.CLIP, 0, actionMasks, 0, false, Map.of()),
                new NetworkSpec(
                        new int[] {hidden, hidden},
                        activation,
                        orthogonal,
                        logStdInitial,
                        filters,
                        kernel,
                        stride,
                        stateDependentExploration),
                RolloutSpec.lockstep(agents, rolloutLength, lag),
                new UpdateSpec(algorithm, epochs, minibatchSize, microbatchSize, targetKl, maxSkippedUpdates),
                new AdvantageSpec(gamma, lambda, estimator, 1, 1, normalise),
                new LossSpec(
                        valueCoefficient,
                        Schedule.constant(entropyCoefficient),
                        Schedule.constant(clipRange),
                        valueClipping,
                        Schedule.constant(valueClipRange),
                        decoupled),
                new OptimiserSpec(
                        optimiser,
                        learningRate,
                        maxGradNorm,
                        epsilon,
                        0.9,
                        0.999,
                        0.99,
                        separate,
                        Schedule.constant(criticLearningRate)),
                new NormalisationSpec(normaliseObservations, normaliseRewards, 10, warmUp),
                new BudgetSpec(totalSteps, targetReturn, OptionalDouble.empty(), 1000, 0, 10));
    }
}
