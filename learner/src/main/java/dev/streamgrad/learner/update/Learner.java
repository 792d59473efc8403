package dev.streamgrad.learner.update;

import ai.djl.ndarray.NDManager;
import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.record.EpisodeStatistics;
import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.Lineage;
import dev.streamgrad.contract.record.ObservationNormaliser;
import dev.streamgrad.contract.record.OptimiserState;
import dev.streamgrad.contract.record.RewardNormaliser;
import dev.streamgrad.contract.spec.NormalisationSpec;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.network.ActorCritic;
import dev.streamgrad.learner.network.ComputeDevice;
import dev.streamgrad.learner.network.Initialisation;
import dev.streamgrad.learner.network.TensorEngine;
import dev.streamgrad.learner.normalise.Moments;
import dev.streamgrad.learner.normalise.RewardScaling;
import dev.streamgrad.learner.optimiser.ParameterStep;
import dev.streamgrad.learner.rollout.RolloutBatch;
import java.util.List;

/**
 * Computes updates: rollout batch in, policy version out. An update is a function of the spec, the state and the batch. Between
 * updates nothing is kept on the device, so a checkpoint needs only the state.
 *
 * <p>Advantages → minibatches → loss → gradient → clip → optimiser step. A number that is not finite, in any step, rolls the
 * whole update back: the next version then equals the previous one, and holds the reason.
 */
public final class Learner implements AutoCloseable {

    private final NDManager device;
    private final GradientExchange exchange;

    /** A single learner on the CPU. */
    public Learner() {
        this(ComputeDevice.CPU);
    }

    /** A single learner on a device. */
    public Learner(ComputeDevice device) {
        this(device, GradientExchange.LOCAL);
    }

    /** A learner on the CPU with a gradient exchange. */
    public Learner(GradientExchange exchange) {
        this(ComputeDevice.CPU, exchange);
    }

    private Learner(ComputeDevice device, GradientExchange exchange) {
        this.device = TensorEngine.newManager(device);
        this.exchange = exchange;
    }

    /** The state of version 0. */
    public static LearnerState initialState(TrainingSpec spec) {
        ParameterLayout layout = ParameterLayout.of(spec.environment(), spec.network());
        NormalisationSpec normalisation = spec.normalisation();
        int features = spec.environment().observationSpace().features();
        int agents = spec.rollouts().agents();
        return new LearnerState(
                spec.policyId(),
                0,
                0,
                spec.revision(),
                Initialisation.parameters(spec),
                ParameterStep.initialStates(spec.optimiser(), layout.actorSize(), layout.size()),
                normalisation.observations()
                        ? ObservationNormaliser.initial(features, normalisation.clip())
                        : ObservationNormaliser.NONE,
                normalisation.rewards() ? RewardNormaliser.initial(agents) : RewardNormaliser.NONE,
                EpisodeStatistics.initial(agents),
                0,
                0,
                0,
                0,
                0,
                Lineage.ORIGIN,
                "");
    }

    /** Computes the next version. */
    public UpdateResult update(TrainingSpec spec, LearnerState state, RolloutBatch batch) {
        long transitions = state.transitions() + batch.rows();
        EpisodeTracker episodes = EpisodeTracker.fold(state.episodes(), batch, state.policyId(), state.version() + 1);
        LossRows lossRows = LossRows.of(batch);
        RewardScaling scaling = scaling(spec, state, batch, lossRows);
        UpdateResultBuilder report = new UpdateResultBuilder(spec, state, episodes, lossRows.masked(), transitions);
        if (lossRows.rows().length == 0) {
            return report.skipped("No row of the batch is usable.");
        }
        ObservationNormaliser observations = state.observations().active()
                ? Moments.fold(state.observations(), seen(spec, batch, lossRows))
                : state.observations();
        if (!Moments.finite(observations) || !Moments.finite(scaling.normaliser())) {
            return report.skipped("Statistics of observations or rewards were not finite.");
        }
        if (spec.normalisation().warmUp() && state.version() == 0) {
            return report.statisticsOnly(observations, scaling.normaliser());
        }
        return learn(spec, state, batch, lossRows, scaling, new Trained(report, observations));
    }

    /** The builder of the result, and the statistics of observations after the update. */
    private record Trained(UpdateResultBuilder report, ObservationNormaliser observations) {}

    private UpdateResult learn(
            TrainingSpec spec,
            LearnerState state,
            RolloutBatch batch,
            LossRows lossRows,
            RewardScaling scaling,
            Trained outcome) {
        UpdateResultBuilder report = outcome.report();
        Objective objective = Objective.at(spec, report.transitions());
        double[] rates = rates(spec, report.transitions());
        try (NDManager manager = device.newSubManager()) {
            ActorCritic networks = new ActorCritic(manager, spec, state.parameters());
            UpdateInputs inputs = UpdateInputs.of(
                    spec, objective, networks, state.observations(), batch, lossRows, scaling.rewards(), manager);
            if (spec.rollouts().lag() == 0
                    && inputs.firstRatioDeviation() > LogProbabilityTolerance.tolerance(spec, state.parameters())) {
                return report.skipped("A recorded log-probability differs from the learner's own by "
                        + inputs.firstRatioDeviation()
                        + ": the actor uses another network, normaliser or mask, or the weights are too large for"
                        + " float32 arithmetic.");
            }
            ParameterStep step = new ParameterStep(
                    spec.optimiser(),
                    state.optimisers(),
                    networks.parameters(),
                    networks.layout().actorSize(),
                    manager);
            StepMetrics metrics = new GradientDescent(spec, objective, networks, step, exchange, rates, manager)
                    .run(inputs, Permutations.seeded(spec.seed(), state.version()));
            float[] parameters = networks.parameters().toFloatArray();
            List<OptimiserState> optimisers = step.states();
            if (!metrics.finite() || !finite(parameters)) {
                return report.skipped("A loss, gradient or parameter was not finite.");
            }
            UpdateStatistics figures = new UpdateStatistics(objective, inputs, metrics, rates[0]);
            return report.learned(parameters, optimisers, outcome.observations(), scaling.normaliser(), figures);
        }
    }

    /** The number of open native arrays and scratch managers; 0 between updates. May be called from any thread. */
    public int managedArrays() {
        return device.getManagedArrays().size();
    }

    @Override
    public void close() {
        device.close();
    }

    private static RewardScaling scaling(TrainingSpec spec, LearnerState state, RolloutBatch batch, LossRows lossRows) {
        boolean[] ended = new boolean[batch.rows()];
        for (int row = 0; row < ended.length; row++) {
            ended[row] = batch.ended(row);
        }
        return RewardScaling.of(
                state.rewards(),
                batch.rewards(),
                batch.length(),
                lossRows.inLoss(),
                batch.starts(),
                ended,
                batch.closed(),
                spec.advantage().gamma(),
                spec.normalisation().clip());
    }

    /** The features of the rows in the loss, not yet normalised, in flat order. */
    private static float[] seen(TrainingSpec spec, RolloutBatch batch, LossRows lossRows) {
        int elements = batch.features();
        float[] seen = new float[lossRows.rows().length * elements];
        for (int i = 0; i < lossRows.rows().length; i++) {
            System.arraycopy(batch.observations(), lossRows.rows()[i] * elements, seen, i * elements, elements);
        }
        return NetworkInputs.features(spec.environment().observationSpace(), seen);
    }

    private static double[] rates(TrainingSpec spec, long transitions) {
        long total = spec.budget().totalSteps();
        double actor = spec.optimiser().learningRate().at(transitions, total);
        return spec.optimiser().separate()
                ? new double[] {actor, spec.optimiser().criticLearningRate().at(transitions, total)}
                : new double[] {actor};
    }

    private static boolean finite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
